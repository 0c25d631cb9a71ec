package io.runnel.engine;

import io.runnel.model.Position;
import io.runnel.model.StoredBatch;
import io.runnel.model.StreamError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.pekko.actor.ActorRef;

/**
 * The read sessions of a stream, and which of them follow. Live batches are gathered and sent to all followers in one
 * message that they share. Who has used up its credit has to catch up by itself, so a slow one holds nobody up and takes
 * no more memory than its credit.
 */
final class Readers {
    private static final int MAX_LIVE_BYTES = 1 << 20;

    private static final class Follower {
        long credit;
        boolean following;
    }

    private final Map<ActorRef, Follower> readers = new HashMap<>();
    private final ActorRef stream;
    private int followers;
    private List<StoredBatch> live = new ArrayList<>();
    private long liveBytes;

    Readers(ActorRef stream) {
        this.stream = stream;
    }

    boolean isEmpty() {
        return readers.isEmpty();
    }

    /** @return whether it is new */
    boolean joined(ActorRef reader) {
        return readers.putIfAbsent(reader, new Follower()) == null;
    }

    void left(ActorRef reader) {
        Follower follower = readers.remove(reader);
        if (follower != null && follower.following) {
            followers--;
        }
    }

    /** The reader has been delivered everything before the tail, and is sent what comes from now on. */
    void follow(ActorRef reader, int credit, Position tail) {
        flush(tail);
        Follower follower = Objects.requireNonNull(readers.get(reader));
        followers += follower.following ? 0 : 1;
        follower.following = true;
        follower.credit = credit;
        reader.tell(new ReadLink.Following(tail), stream);
    }

    void credit(ActorRef reader, int bytes) {
        Follower follower = readers.get(reader);
        if (follower != null) {
            follower.credit += bytes;
        }
    }

    /** @param tail of the stream after the batch */
    void publish(StoredBatch batch, Position tail) {
        if (followers > 0) {
            live.add(batch);
            liveBytes += batch.records().length;
            if (liveBytes >= MAX_LIVE_BYTES) {
                flush(tail);
            }
        }
    }

    /** Whether there is something to {@link #flush}. */
    boolean isDirty() {
        return !live.isEmpty();
    }

    void flush(Position tail) {
        if (live.isEmpty()) {
            return;
        }
        ReadLink.Live message = new ReadLink.Live(live);
        readers.forEach((reader, follower) -> {
            if (!follower.following) {
                return;
            }
            if (follower.credit > 0) {
                follower.credit -= liveBytes;
                reader.tell(message, stream);
            } else {
                follower.following = false;
                followers--;
                reader.tell(new ReadLink.Lagging(tail), stream);
            }
        });
        live = new ArrayList<>();
        liveBytes = 0;
    }

    /** Nothing can be read any more; they leave by themselves. */
    void close(StreamError error, Position tail) {
        flush(tail);
        readers.forEach((reader, follower) -> {
            follower.following = false;
            reader.tell(new ReadLink.Closed(error), stream);
        });
        followers = 0;
    }
}
