package io.runnel.journal;

import io.runnel.log.CorruptLogException;
import java.util.ArrayList;
import java.util.List;

/** The payload of a log entry with the events of one atomic write; {@code docs/formats.md} specifies it. */
final class EventsFormat {
    private static final int VERSION = 1;

    private EventsFormat() {}

    static byte[] encode(String persistenceId, List<StoredEvent> events) {
        FormatWriter out = new FormatWriter().u8(VERSION).text(persistenceId).i32(events.size());
        for (StoredEvent event : events) {
            out.i64(event.sequenceNr())
                    .i64(event.timestamp())
                    .text(event.writerUuid())
                    .text(event.adapterManifest())
                    .texts(event.tags())
                    .object(event.payload())
                    .optionalObject(event.metadata());
        }
        return out.bytes();
    }

    /** @throws CorruptLogException if these are not the events of {@code persistenceId} */
    static List<StoredEvent> decode(String persistenceId, byte[] bytes) {
        String what = "an entry of " + persistenceId;
        FormatReader in = new FormatReader(bytes, what).version(VERSION);
        String owner = in.text();
        if (!owner.equals(persistenceId)) {
            throw new CorruptLogException(what + " holds events of " + owner);
        }
        int count = in.i32();
        List<StoredEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(new StoredEvent(
                    in.i64(), in.i64(), in.text(), in.text(), in.texts(), in.object(), in.optionalObject()));
        }
        in.end();
        return events;
    }
}
