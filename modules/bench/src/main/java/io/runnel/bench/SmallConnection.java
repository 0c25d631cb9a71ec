package io.runnel.bench;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * One stream, and one connection on which a JSON record is appended as soon as the one before is acknowledged. The request is encoded
 * once; the number of the record is written into its body before each sending.
 */
final class SmallConnection {
    private static final int NUMBER_DIGITS = 16;
    private static final String RECORD_OPENS = "{\"records\":[{\"body\":\"";
    private static final String RECORD_CLOSES = "\"}]}";

    private final SocketChannel channel;
    private final ByteBuffer request;
    private final int numberAt;
    private final SmallAnswer answer = new SmallAnswer();
    private long sentNanos;
    private long acked;

    private SmallConnection(SocketChannel channel, ByteBuffer request, int numberAt) {
        this.channel = channel;
        this.request = request;
        this.numberAt = numberAt;
    }

    static SmallConnection open(Request append, int bodyBytes, Selector selector) throws IOException {
        String body = RECORD_OPENS + "0".repeat(NUMBER_DIGITS) + filler(bodyBytes) + RECORD_CLOSES;
        String head = "POST " + append.target() + " HTTP/1.1\r\n"
                + "host: " + append.endpoint().authority() + "\r\n"
                + "s2-basin: " + append.basin() + "\r\n"
                + "authorization: Bearer bench\r\n"
                + "content-type: application/json\r\n"
                + "content-length: " + body.length() + "\r\n\r\n";
        byte[] bytes = (head + body).getBytes(StandardCharsets.US_ASCII);
        SocketChannel channel = SocketChannel.open(append.endpoint().address());
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        SmallConnection connection = new SmallConnection(
                channel, ByteBuffer.allocateDirect(bytes.length).put(bytes), head.length() + RECORD_OPENS.length());
        channel.register(selector, SelectionKey.OP_READ, connection);
        return connection;
    }

    /** What follows the number in the body of every record. */
    static String filler(int bodyBytes) {
        return "x".repeat(bodyBytes - NUMBER_DIGITS);
    }

    /** How the body of a record begins. */
    static String number(long index) {
        return String.format("%016x", index);
    }

    void send() throws IOException {
        for (int i = 0; i < NUMBER_DIGITS; i++) {
            int digit = (int) (acked >>> (4 * (NUMBER_DIGITS - 1 - i))) & 0xF;
            request.put(numberAt + i, (byte) (digit < 10 ? '0' + digit : 'a' + digit - 10));
        }
        request.clear();
        sentNanos = System.nanoTime();
        channel.write(request);
        if (request.hasRemaining()) {
            throw new IOException("a socket that is idle takes less than one small request");
        }
    }

    /** Takes what has arrived; true if the answer is complete, and then the next record may be sent. */
    boolean receive(ByteBuffer buffer) throws IOException {
        buffer.clear();
        if (channel.read(buffer) < 0) {
            throw new BrokenAnswerException("the server closed a connection that is to be kept alive");
        }
        if (!answer.take(buffer.flip())) {
            return false;
        }
        if (answer.startSeqNum() != acked) {
            throw new BrokenAnswerException("record " + acked + " was acknowledged as " + answer.startSeqNum());
        }
        acked++;
        return true;
    }

    long sentNanos() {
        return sentNanos;
    }

    /** How many records the stream has. */
    long acked() {
        return acked;
    }

    void close() throws IOException {
        channel.close();
    }
}
