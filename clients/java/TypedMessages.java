import io.runnel.sdk.Await;
import io.runnel.sdk.ClientOptions;
import io.runnel.sdk.Message;
import io.runnel.sdk.MessageAck;
import io.runnel.sdk.ReadOptions;
import io.runnel.sdk.ReadStart;
import io.runnel.sdk.RunnelClient;
import io.runnel.sdk.StreamClient;
import io.runnel.sdk.TypedProducer;
import io.runnel.sdk.TypedReadSession;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Future;

/**
 * What the tests of another client start to have messages written, or read, by the client for Java.
 *
 * <pre>
 * java TypedMessages.java write ENDPOINT BASIN STREAM SIZE...   appends a message of each size: its byte at i is (size + i) mod 251
 * java TypedMessages.java read ENDPOINT BASIN STREAM            reads up to the tail
 * </pre>
 *
 * Says for each message, in a line, which records it takes, its size and its SHA-256.
 */
final class TypedMessages {
    public static void main(String[] arguments) throws Exception {
        ClientOptions options = ClientOptions.builder()
                .endpoint(arguments[1])
                .requestTimeout(Duration.ofMinutes(1))
                .build();
        try (RunnelClient client = RunnelClient.create(options)) {
            StreamClient stream = client.basin(arguments[2]).stream(arguments[3]);
            switch (arguments[0]) {
                case "write" -> write(stream, Arrays.asList(arguments).subList(4, arguments.length));
                case "read" -> read(stream);
                default -> throw new IllegalArgumentException("write or read, got " + arguments[0]);
            }
        }
    }

    private static void write(StreamClient stream, List<String> sizes) throws Exception {
        List<byte[]> messages = sizes.stream().map(Integer::valueOf).map(TypedMessages::message).toList();
        List<Future<MessageAck>> acks = new ArrayList<>();
        try (TypedProducer<byte[]> producer = TypedProducer.over(stream.producer(), bytes -> bytes)) {
            for (byte[] message : messages) {
                acks.add(producer.submit(message));
            }
            for (int i = 0; i < messages.size(); i++) {
                MessageAck ack = Await.result(acks.get(i));
                say(ack.firstSeqNum(), ack.nextSeqNum(), messages.get(i));
            }
        }
    }

    private static byte[] message(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) ((size + i) % 251);
        }
        return bytes;
    }

    private static void read(StreamClient stream) throws Exception {
        ReadOptions toTheTail = ReadOptions.from(ReadStart.beginning()).withWait(Duration.ZERO);
        try (TypedReadSession<byte[]> session = TypedReadSession.over(stream.readSession(toTheTail), bytes -> bytes)) {
            for (Message<byte[]> message = session.next(); message != null; message = session.next()) {
                say(message.firstSeqNum(), message.nextSeqNum(), message.value());
            }
        }
    }

    private static void say(long start, long end, byte[] message) throws Exception {
        String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(message));
        System.out.println(start + " " + end + " " + message.length + " " + digest);
    }
}
