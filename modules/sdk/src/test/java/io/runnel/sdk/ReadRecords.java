package io.runnel.sdk;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Batches as a server would send them. */
final class ReadRecords {
    private ReadRecords() {}

    /** Records with these bodies; the timestamp of each is its number. */
    static ReadBatch batch(long firstSeqNum, List<String> bodies, @Nullable Position tail) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < bodies.size(); i++) {
            byte[] body = bodies.get(i).getBytes(StandardCharsets.UTF_8);
            byte[] record = new byte[100 + body.length];
            ProtoOutput out = new ProtoOutput(record);
            out.number(1, firstSeqNum + i);
            out.number(2, firstSeqNum + i);
            out.bytes(4, body);
            byte[] head = new byte[10];
            ProtoOutput outer = new ProtoOutput(head);
            outer.lengthOf(1, out.at());
            all.write(head, 0, outer.at());
            all.write(record, 0, out.at());
        }
        byte[] bytes = all.toByteArray();
        return new ReadBatch(ReadBatch.decode(bytes, 0, bytes.length).records(), tail);
    }

    static ReadBatch heartbeat(long tail) {
        return new ReadBatch(List.of(), new Position(tail, tail));
    }
}
