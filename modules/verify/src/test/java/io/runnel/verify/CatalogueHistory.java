package io.runnel.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** Streams that come and go: what a client knows of them, and what must therefore be there after a crash. */
final class CatalogueHistory {
    private static final int NAMES = 12;

    private final Map<String, State> states = new TreeMap<>();

    private enum State {
        CREATING,
        THERE,
        DELETING,
        /** Its name may not be free again yet. */
        DELETED
    }

    /** Creates what is not there and deletes what is, in turns, until the server is killed. */
    void change(Basin basin, BooleanSupplier killed) {
        for (int i = 0; i < 2 * NAMES && !killed.getAsBoolean(); i++) {
            Stream stream = basin.at("passing-" + i % NAMES);
            State state = states.get(stream.name());
            if (state == State.THERE) {
                states.put(stream.name(), State.DELETING);
                stream.delete().is(202);
                states.put(stream.name(), State.DELETED);
            } else {
                create(stream);
            }
        }
    }

    private void create(Stream stream) {
        states.put(stream.name(), State.CREATING);
        Response created = stream.put("{}");
        if (created.status() == 409) {
            created.isError(409, "stream_deletion_pending");
            states.put(stream.name(), State.DELETED);
            return;
        }
        created.isProvisioned(201, "created");
        states.put(stream.name(), State.THERE);
        // Nothing of a predecessor may have survived; and what is appended must be gone with this one.
        Ack ack = stream.add("first", "second");
        assertThat(ack.start().seqNum()).as("start of a new stream").isZero();
    }

    /** What was created is there, what was deleted is not, and what was being changed is either. */
    void check(Basin basin) {
        for (Map.Entry<String, State> entry : states.entrySet()) {
            Stream stream = basin.at(entry.getKey());
            int status = stream.config().status();
            switch (entry.getValue()) {
                case THERE ->
                    assertThat(status).as("created: %s", stream.name()).isEqualTo(200);
                case DELETED ->
                    assertThat(status).as("deleted: %s", stream.name()).isIn(404, 409);
                case CREATING, DELETING -> entry.setValue(status == 200 ? State.THERE : State.DELETED);
            }
        }
    }
}
