package io.runnel.verify;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;

/** Turns the frames of one HTTP/2 stream into an answer. */
final class Http2AnswerHandler extends ChannelInboundHandlerAdapter {
    private final Answer answer;
    private boolean headSeen;

    Http2AnswerHandler(Answer answer) {
        this.answer = answer;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
        if (frame instanceof Http2HeadersFrame headers) {
            onHeaders(headers);
        } else if (frame instanceof Http2DataFrame data) {
            byte[] bytes = ByteBufUtil.getBytes(data.content());
            answer.data(bytes, 0, bytes.length);
            if (data.isEndStream()) {
                answer.finish();
            }
        }
        ReferenceCountUtil.release(frame);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof Http2ResetFrame reset) {
            answer.reset(reset.errorCode());
        }
        ReferenceCountUtil.release(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        answer.broken("stream closed");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        answer.broken(cause.toString());
    }

    private void onHeaders(Http2HeadersFrame frame) {
        if (!headSeen) {
            List<String> lines = new ArrayList<>();
            frame.headers().forEach(header -> lines.add(header.getKey() + ": " + header.getValue()));
            lines.removeIf(line -> line.startsWith(":"));
            int status = Integer.parseInt(frame.headers().status().toString());
            if (status < 200) {
                answer.interim(status);
                return;
            }
            headSeen = true;
            answer.head(status, new Headers(List.copyOf(lines)));
        }
        if (frame.isEndStream()) {
            answer.finish();
        }
    }
}
