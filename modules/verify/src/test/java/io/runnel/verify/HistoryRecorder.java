package io.runnel.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.runnel.histories.Answer;
import io.runnel.histories.Call;
import io.runnel.histories.History;
import io.runnel.histories.Operation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what the clients of one stream ask and are told, on one monotonic clock. */
final class HistoryRecorder {
    private static final long EPOCH = System.nanoTime();

    private final String stream;
    private final List<Operation> operations = new ArrayList<>();

    HistoryRecorder(String stream) {
        this.stream = stream;
    }

    String stream() {
        return stream;
    }

    /** A call that is about to be made. @return what to give to {@link #answered} */
    synchronized int called(int client, Call call) {
        operations.add(Operation.unknown(client, System.nanoTime() - EPOCH, call));
        return operations.size() - 1;
    }

    /** The answer has arrived; of what is never answered the outcome is unknown. */
    synchronized void answered(int place, Answer answer) {
        Operation asked = operations.get(place);
        operations.set(
                place, new Operation(asked.client(), asked.called(), System.nanoTime() - EPOCH, asked.call(), answer));
    }

    synchronized History history() {
        return new History(stream, List.copyOf(operations));
    }

    /** The batch as the checkers want it. */
    static Call.Append append(Written written, long match, @Nullable String token, long session) {
        long[] digests = new long[written.count()];
        List<Call.Command> commands = new ArrayList<>();
        for (int i = 0; i < digests.length; i++) {
            Written.Content content = written.records().get(i);
            digests[i] = digest(content.kind(), content.body());
            if (content.kind() == Written.Kind.FENCE) {
                commands.add(new Call.Fence(i, content.body()));
            } else if (content.kind() == Written.Kind.TRIM) {
                commands.add(new Call.Trim(
                        i, ByteBuffer.wrap(content.body().getBytes(ISO_8859_1)).getLong()));
            }
        }
        return new Call.Append(digests, commands, match, token, session);
    }

    static Answer acknowledged(Ack ack) {
        return new Answer.Acknowledged(
                ack.start().seqNum(), ack.end().seqNum(), ack.tail().seqNum());
    }

    /** What a read of one answer has found; numbers with a gap between them are a violation at once. */
    static Answer found(long from, List<Item> items) {
        long first = items.isEmpty() ? from : items.get(0).seqNum();
        long[] digests = new long[items.size()];
        for (int i = 0; i < digests.length; i++) {
            Item item = items.get(i);
            if (item.seqNum() != first + i) {
                throw new AssertionError("record " + item.seqNum() + " follows " + (first + i - 1));
            }
            digests[i] = digest(kind(item), item.bytes());
        }
        return new Answer.Records(first, digests);
    }

    private static Written.@Nullable Kind kind(Item item) {
        if (item.headers().isEmpty()) {
            return Written.Kind.DATA;
        }
        return switch (item.headers().get(0).value()) {
            case "fence" -> Written.Kind.FENCE;
            case "trim" -> Written.Kind.TRIM;
            default -> null;
        };
    }

    private static long digest(Written.@Nullable Kind kind, String body) {
        long hash = kind == null ? 0 : kind.name().hashCode();
        for (int i = 0; i < body.length(); i++) {
            hash = (hash ^ body.charAt(i)) * 0x9e3779b97f4a7c15L;
            hash ^= hash >>> 32;
        }
        return hash;
    }
}
