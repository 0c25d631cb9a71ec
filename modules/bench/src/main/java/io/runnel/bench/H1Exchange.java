package io.runnel.bench;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A session over a connection of its own: chunked both ways, full duplex. */
final class H1Exchange implements Exchange {
    private static final int RECEIVE_BYTES = 256 * 1024;
    private static final ByteBuffer LAST_CHUNK = ascii("0\r\n\r\n");

    private final SocketChannel channel;
    private final ByteBuffer head = ByteBuffer.allocateDirect(32);
    private final ByteBuffer chunkEnd = ascii("\r\n");

    private H1Exchange(SocketChannel channel) {
        this.channel = channel;
    }

    static H1Exchange open(Request request) throws IOException {
        SocketChannel channel = SocketChannel.open(request.endpoint().address());
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        H1Exchange exchange = new H1Exchange(channel);
        exchange.writeFully(ascii(head(request)));
        return exchange;
    }

    private static String head(Request request) {
        return request.method() + " " + request.target() + " HTTP/1.1\r\n"
                + "host: " + request.endpoint().authority() + "\r\n"
                + "s2-basin: " + request.basin() + "\r\n"
                + "authorization: Bearer bench\r\n"
                + "content-type: s2s/proto\r\n"
                + (request.method().equals("POST") ? "transfer-encoding: chunked\r\n" : "")
                + "\r\n";
    }

    @Override
    public void send(ByteBuffer message) throws IOException {
        int length = message.remaining() + 1;
        head.clear();
        head.put(chunkHead(length + 3));
        head.putInt(length << 8);
        head.flip();
        ByteBuffer[] pieces = {head, message, chunkEnd.clear()};
        while (chunkEnd.hasRemaining()) {
            channel.write(pieces);
        }
    }

    private static byte[] chunkHead(int length) {
        return (Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void endRequest() throws IOException {
        writeFully(LAST_CHUNK.duplicate());
    }

    @Override
    public Frames answer() throws IOException {
        SocketSpans spans = new SocketSpans(channel, RECEIVE_BYTES);
        BodyInput raw = new BodyInput(spans);
        HttpHead answer = HttpHead.read(raw::readOrEnd);
        if (answer == null) {
            throw new BrokenAnswerException("the server closed the connection without an answer");
        }
        if (answer.status() != 200 || !answer.chunked()) {
            throw new BrokenAnswerException(answer.startLine() + " " + raw.text((int) answer.contentLength()));
        }
        return new Frames(new BodyInput(new ChunkedSpans(spans, raw.rest())));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static ByteBuffer ascii(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}
