package io.runnel.engine;

import io.runnel.model.BasinName;
import io.runnel.model.StreamConfig;
import io.runnel.model.StreamError;
import io.runnel.model.StreamName;
import io.runnel.model.StreamOptions;
import java.time.Instant;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What a basin and its streams say to each other. The basin's catalogue is the authority on what exists; both directions
 * are idempotent, so a crash between the two leaves nothing to repair.
 */
final class StreamLink {
    private StreamLink() {}

    /** Why a stream asks: decides whether the basin may create it (contract 6.10). */
    enum Purpose {
        APPEND,
        READ,
        /** Neither: an absent stream stays absent. */
        INSPECT
    }

    /**
     * Stream to basin, at start and on every request while the stream is absent.
     *
     * @param create what is asked of the stream if this creates it
     */
    record Resolve(
            BasinName basin, StreamName stream, Purpose purpose, StreamOptions create, ActorRef<Resolution> replyTo)
            implements BasinEntity.Command {}

    sealed interface Resolution {}

    /**
     * The stream exists; what it says is durable.
     *
     * @param generation which stream of this name; counts from 1
     * @param configVersion grows with every change of the configuration in this generation
     */
    record Present(int generation, StreamConfig config, int configVersion, Instant createdAt) implements Resolution {}

    /** There is no such stream to work with: unknown, being deleted, or its basin is. */
    record Absent(StreamError error) implements Resolution {}

    /** Basin to stream, sent through the region of streams. */
    sealed interface FromBasin extends StreamActor.Command {
        BasinName basin();

        StreamName stream();
    }

    /** A configuration that has become durable; the basin answers its client once the stream knows it. */
    record ApplyConfig(
            BasinName basin,
            StreamName stream,
            int generation,
            StreamConfig config,
            int configVersion,
            ActorRef<Acknowledged> replyTo)
            implements FromBasin {}

    /**
     * The deletion of this generation has become durable: nothing is appended or read from here on. The stream
     * acknowledges once that is so and its own terminal event is durable. A {@link Present} of this or an older
     * generation that arrives later is out of date.
     *
     * @param configVersion above that of every configuration of this generation
     */
    record Delete(BasinName basin, StreamName stream, int generation, int configVersion, ActorRef<Acknowledged> replyTo)
            implements FromBasin {}

    /**
     * Sent when a deletion may be due (contract 9.4): is the stream empty, and since when has nobody written to it? It
     * may wake the stream, which then resolves itself with {@link Purpose#INSPECT}.
     */
    record CheckEmpty(BasinName basin, StreamName stream, int generation, ActorRef<Emptiness> replyTo)
            implements FromBasin {}

    /** Everything up to this version, an {@link ApplyConfig} or a {@link Delete}, governs the stream from here on. */
    record Acknowledged(StreamName stream, int generation, int configVersion) {}

    /**
     * Having said {@code empty}, the stream is in doubt: before it serves anything else it {@linkplain Resolve resolves}
     * itself again, with the purpose of what it is to serve. The basin either has made the deletion durable by then, or
     * takes the question for a sign of life and spares the stream. So no write can slip in between.
     *
     * @param empty whether no record survives and no append is in progress
     * @param lastWriteMillis when the last write, or the creation, happened
     */
    record Emptiness(StreamName stream, int generation, boolean empty, long lastWriteMillis) {}

    /**
     * Stream to basin: records were appended under a retention by age, or trimmed away altogether, so that a deletion on
     * empty may fall due; sent only if delete-on-empty is on, and at most once in ten minutes.
     */
    record EmptinessExpected(BasinName basin, StreamName stream, int generation, long notBeforeMillis)
            implements BasinEntity.Command {}
}
