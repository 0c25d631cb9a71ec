package io.runnel.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** A session that is one stream of an HTTP/2 connection. Netty's thread queues what comes; the receiving thread asks for more. */
final class H2Exchange implements Exchange, SpanSource {
    private final BlockingQueue<Object> incoming = new LinkedBlockingQueue<>();
    private @Nullable Channel channel;
    private @Nullable ByteBuf taken;

    /** The answer is complete. */
    private enum End {
        REACHED
    }

    private record Broken(String why) {}

    ChannelHandler handler() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object frame) {
                if (frame instanceof Http2HeadersFrame headers) {
                    incoming.add(headers.headers());
                    end(headers.isEndStream());
                } else if (frame instanceof Http2DataFrame data) {
                    if (data.content().isReadable()) {
                        incoming.add(data.content());
                    } else {
                        data.release();
                        context.read();
                    }
                    end(data.isEndStream());
                } else {
                    ReferenceCountUtil.release(frame);
                    context.read();
                }
            }

            private void end(boolean isEnd) {
                if (isEnd) {
                    incoming.add(End.REACHED);
                }
            }

            @Override
            public void userEventTriggered(ChannelHandlerContext context, Object event) {
                if (event instanceof Http2ResetFrame reset) {
                    incoming.add(new Broken("the server reset the stream, error " + reset.errorCode()));
                }
            }

            @Override
            public void channelInactive(ChannelHandlerContext context) {
                incoming.add(new Broken("the stream was closed"));
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                incoming.add(new Broken(cause.toString()));
            }
        };
    }

    void begin(Channel stream, Request request) {
        channel = stream;
        Http2Headers headers = new DefaultHttp2Headers()
                .method(request.method())
                .scheme("http")
                .authority(request.endpoint().authority())
                .path(request.target())
                .add("s2-basin", request.basin())
                .add("authorization", "Bearer bench")
                .add("content-type", "s2s/proto");
        boolean bodyless = request.method().equals("GET");
        stream.writeAndFlush(new DefaultHttp2HeadersFrame(headers, bodyless)).syncUninterruptibly();
        stream.read();
    }

    @Override
    public void send(ByteBuffer message) throws IOException {
        ByteBuf head = Unpooled.buffer(4).writeInt((message.remaining() + 1) << 8);
        ByteBuf frame = Unpooled.wrappedBuffer(head, Unpooled.wrappedBuffer(message));
        write(new DefaultHttp2DataFrame(frame, false));
    }

    @Override
    public void endRequest() throws IOException {
        write(new DefaultHttp2DataFrame(Unpooled.EMPTY_BUFFER, true));
    }

    private void write(Http2DataFrame frame) throws IOException {
        try {
            if (!open().writeAndFlush(frame).await().isSuccess()) {
                throw new IOException("the server takes no more");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public Frames answer() throws IOException {
        if (!(take() instanceof Http2Headers headers)) {
            throw new BrokenAnswerException("no head came first");
        }
        open().read();
        if (!"200".contentEquals(headers.status())) {
            StringBuilder text =
                    new StringBuilder("status ").append(headers.status()).append(' ');
            BodyInput body = new BodyInput(this);
            for (int b = body.readOrEnd(); b >= 0; b = body.readOrEnd()) {
                text.append((char) b);
            }
            throw new BrokenAnswerException(text.toString());
        }
        return new Frames(new BodyInput(this));
    }

    @Override
    public @Nullable ByteBuffer next() throws IOException {
        if (taken != null) {
            taken.release();
            taken = null;
        }
        Object next = take();
        if (next instanceof Broken broken) {
            throw new IOException(broken.why());
        }
        if (!(next instanceof ByteBuf bytes)) {
            return null;
        }
        taken = bytes;
        open().read();
        return bytes.nioBuffer();
    }

    private Object take() throws IOException {
        try {
            return incoming.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private Channel open() {
        if (channel == null) {
            throw new IllegalStateException("not begun");
        }
        return channel;
    }

    @Override
    public void close() {
        open().close().syncUninterruptibly();
    }
}
