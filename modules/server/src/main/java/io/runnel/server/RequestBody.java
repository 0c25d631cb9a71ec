package io.runnel.server;

import io.runnel.server.ServerSettings.Discard;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.RequestEntity;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * The body of one request, which is read exactly once: collected, thrown away, or taken by a session. Pekko HTTP 1.3.0
 * breaks a whole HTTP/2 connection if a body is cancelled at the wrong time, and leaks its window if one is cancelled at
 * all, so nothing but this class and the session stages touches request entities, and what nobody wants is drained.
 */
final class RequestBody {
    private final RequestEntity entity;
    private final Discard limits;
    private final Arrivals arrivals;
    private final Room room;
    private final Materializer materializer;
    private boolean taken;

    RequestBody(RequestEntity entity, Discard limits, Arrivals arrivals, Materializer materializer) {
        this.entity = entity;
        this.limits = limits;
        this.arrivals = arrivals;
        this.room = new Room(arrivals.room());
        this.materializer = materializer;
    }

    /** Whether all of it is here already, so that nothing has to be drained. */
    boolean complete() {
        return entity instanceof HttpEntity.Strict;
    }

    boolean taken() {
        return taken;
    }

    Arrivals arrivals() {
        return arrivals;
    }

    /** It has been answered, and takes no room any more. */
    void answered() {
        room.leave();
    }

    private RequestEntity take() {
        if (taken) {
            throw new IllegalStateException("the body of a request is read once");
        }
        taken = true;
        return entity;
    }

    /**
     * Reads all of it.
     *
     * @param maxBytes a longer body completes the future with {@link BodyTooLargeException}, once it has been drained; one that
     *     finds no room with {@link CrowdedException}
     * @return completes exceptionally, with whatever Pekko says, if the body breaks off
     */
    CompletableFuture<byte[]> collect(int maxBytes) {
        RequestEntity body = take();
        if (body instanceof HttpEntity.Strict strict) {
            ByteString data = strict.getData();
            return data.size() > maxBytes
                    ? CompletableFuture.failedFuture(new BodyTooLargeException(maxBytes))
                    : CompletableFuture.completedFuture(data.toArrayUnsafe());
        }
        int most = (int) Math.min(maxBytes, body.getContentLengthOption().orElse(maxBytes));
        return body.getDataBytes().runWith(new BodySink(maxBytes, most, limits, arrivals, room), materializer);
    }

    /** All of it as it comes, for a session; whoever cancels it early leaves the rest to be read and forgotten. */
    Source<ByteString, NotUsed> stream() {
        RequestEntity body = take();
        if (body instanceof HttpEntity.Strict strict) {
            return Source.single(strict.getData());
        }
        return body.getDataBytes()
                .mapMaterializedValue(ignored -> NotUsed.getInstance())
                .via(new UndisturbedBody(limits));
    }

    /** Throws it away; completes, and never exceptionally, when it has ended or a bound was reached. */
    CompletableFuture<Void> discard() {
        RequestEntity body = take();
        if (body instanceof HttpEntity.Strict) {
            return CompletableFuture.completedFuture(null);
        }
        return body.getDataBytes()
                .runWith(new BodySink(-1, 0, limits, arrivals, room), materializer)
                .handle((ignored, broken) -> null);
    }

    /** There is no room for the body on this node. */
    static final class CrowdedException extends Exception {
        CrowdedException() {
            super("no room for the body", null, false, false);
        }
    }

    static final class BodyTooLargeException extends Exception {
        BodyTooLargeException(int maxBytes) {
            super("length limit of " + maxBytes + " bytes exceeded", null, false, false);
        }
    }
}
