package io.runnel.sdk;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The bodies of a batch, out of its encoding. */
final class SequencedBodies {
    private SequencedBodies() {}

    static List<String> of(AppendInput input) {
        byte[] bytes = input.encodedRecords();
        ProtoInput in = new ProtoInput(bytes, 0, bytes.length);
        List<String> bodies = new ArrayList<>();
        while (in.hasMore()) {
            in.tag();
            int outer = in.limit(in.lengthEnd());
            String body = "";
            while (in.hasMore()) {
                int tag = in.tag();
                if (tag >>> 3 == 3) {
                    int end = in.lengthEnd();
                    body = new String(bytes, in.at(), end - in.at(), StandardCharsets.UTF_8);
                    in.skipTo(end);
                } else {
                    in.skip(tag);
                }
            }
            in.limit(outer);
            bodies.add(body);
        }
        return bodies;
    }
}
