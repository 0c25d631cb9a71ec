package io.runnel.engine;

import io.runnel.engine.StreamLink.Purpose;
import io.runnel.model.AppendAck;
import io.runnel.model.AppendInput;
import io.runnel.model.BasinName;
import io.runnel.model.Outcome;
import io.runnel.model.Position;
import io.runnel.model.ReadRequest;
import io.runnel.model.StreamError;
import io.runnel.model.StreamName;
import io.runnel.model.StreamOptions;
import org.apache.pekko.actor.ActorRef;

/** A question to a stream that gets exactly one answer; the stream is found, or created, before it is considered. */
sealed interface StreamCall<T> extends StreamActor.Command {
    BasinName basin();

    StreamName stream();

    /** The configuration asked for should the stream be created by this. */
    StreamOptions create();

    Reply<T> reply();

    Purpose purpose();

    /** The same question, to be answered to somebody else. */
    StreamCall<T> replyingTo(Reply<T> other);

    default void refuse(StreamError error) {
        reply().give(Outcome.refused(error));
    }

    record Append(BasinName basin, StreamName stream, StreamOptions create, AppendInput input, Reply<AppendAck> reply)
            implements StreamCall<AppendAck> {
        @Override
        public Purpose purpose() {
            return Purpose.APPEND;
        }

        @Override
        public StreamCall<AppendAck> replyingTo(Reply<AppendAck> other) {
            return new Append(basin, stream, create, input, other);
        }
    }

    record OpenAppend(BasinName basin, StreamName stream, StreamOptions create, Reply<OpenedAppend> reply)
            implements StreamCall<OpenedAppend> {
        @Override
        public Purpose purpose() {
            return Purpose.APPEND;
        }

        @Override
        public StreamCall<OpenedAppend> replyingTo(Reply<OpenedAppend> other) {
            return new OpenAppend(basin, stream, create, other);
        }
    }

    /** The stream takes batches by {@link AppendLink} from now on. */
    record OpenedAppend(ActorRef stream, int generation) {}

    record CheckTail(BasinName basin, StreamName stream, Reply<Position> reply) implements StreamCall<Position> {
        @Override
        public StreamOptions create() {
            return StreamOptions.NONE;
        }

        @Override
        public Purpose purpose() {
            return Purpose.READ;
        }

        @Override
        public StreamCall<Position> replyingTo(Reply<Position> other) {
            return new CheckTail(basin, stream, other);
        }
    }

    record OpenRead(
            BasinName basin, StreamName stream, StreamOptions create, ReadRequest request, Reply<OpenedRead> reply)
            implements StreamCall<OpenedRead> {
        @Override
        public Purpose purpose() {
            return Purpose.READ;
        }

        @Override
        public StreamCall<OpenedRead> replyingTo(Reply<OpenedRead> other) {
            return new OpenRead(basin, stream, create, request, other);
        }
    }

    /**
     * The stream gives records by {@link ReadLink} from now on.
     *
     * @param from the first number to deliver, unsigned
     * @param tail when the start was resolved; at or past {@code from}
     */
    record OpenedRead(ActorRef stream, int generation, long from, Position tail) {}

    record ReadOnce(
            BasinName basin,
            StreamName stream,
            StreamOptions create,
            ReadRequest request,
            Reply<ReadOutput.Batch> reply)
            implements StreamCall<ReadOutput.Batch> {
        @Override
        public Purpose purpose() {
            return Purpose.READ;
        }

        @Override
        public StreamCall<ReadOutput.Batch> replyingTo(Reply<ReadOutput.Batch> other) {
            return new ReadOnce(basin, stream, create, request, other);
        }
    }
}
