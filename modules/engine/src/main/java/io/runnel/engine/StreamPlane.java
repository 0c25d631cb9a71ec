package io.runnel.engine;

import io.runnel.model.AppendAck;
import io.runnel.model.AppendBatch;
import io.runnel.model.AppendInput;
import io.runnel.model.BasinName;
import io.runnel.model.ByteBudget;
import io.runnel.model.EntityIds;
import io.runnel.model.ErrorCode;
import io.runnel.model.Outcome;
import io.runnel.model.Position;
import io.runnel.model.ReadRequest;
import io.runnel.model.RecordSlice;
import io.runnel.model.RecordStore;
import io.runnel.model.StreamError;
import io.runnel.model.StreamName;
import io.runnel.model.StreamOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Scheduler;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;

/** {@link DataPlane} over stream actors, wherever they live, with a shorter way to those on this node. */
final class StreamPlane implements DataPlane {
    private final ActorRef<StreamActor.Command> region;
    private final LocalStreams local;
    private final ByteBudget permits;
    private final ByteBudget readRoom;
    private final StreamSettings settings;
    private final EngineListener listener;
    private final Scheduler scheduler;
    private final Executor executor;

    private StreamPlane(
            ActorRef<StreamActor.Command> region,
            LocalStreams local,
            StreamSettings settings,
            EngineListener listener,
            org.apache.pekko.actor.typed.ActorSystem<?> system) {
        this.region = region;
        this.local = local;
        this.permits = new ByteBudget(settings.appendInflightBytes());
        this.readRoom = new ByteBudget(settings.readInflightBytes());
        this.settings = settings;
        this.listener = listener;
        this.scheduler = system.scheduler();
        this.executor = system.executionContext();
    }

    /** Starts what finds the streams from this node. */
    static Engine.StreamRegion start(
            ActorSystem system,
            Placement placement,
            ActorRef<BasinEntity.Command> basins,
            RecordStore records,
            Clock clock,
            EngineListener listener) {
        StreamSettings settings = StreamSettings.from(system.settings().config());
        LocalStreams local = new LocalStreams(
                settings.mostResident(), settings.minRestartPause(), settings.maxRestartPause(), System::nanoTime);
        ActorRef<StreamActor.Command> region = Adapter.toTyped(placement.start(
                "stream",
                StreamActor.props(new StreamActor.World(basins, records, new Answers(records), local, clock, settings)),
                StreamPlane::addressee,
                StreamActor.Signal.STOP));
        return new Engine.StreamRegion(
                region.narrow(), new StreamPlane(region, local, settings, listener, Adapter.toTyped(system)));
    }

    private static @Nullable String addressee(Object message) {
        if (message instanceof StreamCall<?> call) {
            return EntityIds.stream(call.basin(), call.stream());
        }
        return message instanceof StreamLink.FromBasin notice
                ? EntityIds.stream(notice.basin(), notice.stream())
                : null;
    }

    @Override
    public CompletionStage<Outcome<Position>> checkTail(BasinName basin, StreamName stream) {
        return call(basin, stream, settings.askTimeout(), reply -> new StreamCall.CheckTail(basin, stream, reply));
    }

    @Override
    public CompletionStage<Outcome<AppendAck>> append(
            BasinName basin, StreamName stream, StreamOptions create, AppendInput input) {
        AppendBatch batch = input.batch();
        long cost = AppendCost.of(batch);
        if (permits.tryAcquire(cost)) {
            return appendPermitted(basin, stream, create, input, cost, 0);
        }
        if (permits.waitingBytes() > settings.appendInflightBytes()) {
            return CompletableFuture.completedFuture(Outcome.refused(StreamError.of(
                    ErrorCode.RATE_LIMITED, "too many bytes are waiting to be appended on this node; try again")));
        }
        long since = System.nanoTime();
        CompletableFuture<Outcome<AppendAck>> appended = new CompletableFuture<>();
        permits.acquire(new ByteBudget.Waiter(
                cost,
                () -> appendPermitted(basin, stream, create, input, cost, System.nanoTime() - since)
                        .whenComplete((outcome, failure) -> {
                            if (failure == null) {
                                appended.complete(outcome);
                            } else {
                                appended.completeExceptionally(failure);
                            }
                        })));
        return appended;
    }

    private CompletionStage<Outcome<AppendAck>> appendPermitted(
            BasinName basin, StreamName stream, StreamOptions create, AppendInput input, long cost, long waited) {
        listener.permitted(waited);
        long since = System.nanoTime();
        int records = input.batch().count();
        int meteredBytes = input.batch().meteredBytes();
        return this.<AppendAck>call(
                        basin,
                        stream,
                        settings.askTimeout(),
                        reply -> new StreamCall.Append(basin, stream, create, input, reply))
                .whenComplete((outcome, failure) -> {
                    permits.release(cost);
                    if (outcome instanceof Outcome.Done) {
                        listener.acknowledged(records, meteredBytes, System.nanoTime() - since);
                    }
                });
    }

    @Override
    public CompletionStage<Outcome<Flow<AppendFeed, AppendOutput, NotUsed>>> openAppendSession(
            BasinName basin, StreamName stream, StreamOptions create) {
        return this.<StreamCall.OpenedAppend>call(
                        basin,
                        stream,
                        settings.askTimeout(),
                        reply -> new StreamCall.OpenAppend(basin, stream, create, reply))
                .thenApply(outcome ->
                        outcome.map(opened -> Flow.fromGraph(new AppendSessionStage(opened, permits, listener))));
    }

    @Override
    public CompletionStage<Outcome<Source<ReadOutput, NotUsed>>> openReadSession(
            BasinName basin, StreamName stream, StreamOptions create, ReadRequest request) {
        return this.<StreamCall.OpenedRead>call(
                        basin,
                        stream,
                        settings.askTimeout(),
                        reply -> new StreamCall.OpenRead(basin, stream, create, request, reply))
                .thenApply(outcome -> outcome.map(opened -> request.isEmpty()
                        ? Source.empty()
                        : Source.fromGraph(new ReadSessionStage(opened, request, settings, readRoom, listener))));
    }

    @Override
    public CompletionStage<Outcome<ReadOutput.Batch>> read(
            BasinName basin, StreamName stream, StreamOptions create, ReadRequest request) {
        Long wait = request.waitSecs();
        Duration timeout =
                wait == null ? settings.askTimeout() : settings.askTimeout().plusSeconds(wait);
        return this.<ReadOutput.Batch>call(
                        basin, stream, timeout, reply -> new StreamCall.ReadOnce(basin, stream, create, request, reply))
                .whenComplete((outcome, failure) -> {
                    if (outcome instanceof Outcome.Done<ReadOutput.Batch> done) {
                        report(done.value());
                    }
                });
    }

    /** Asks a stream: by its inbox if it lives here, otherwise through the sharding, which also starts it. */
    private <T> CompletableFuture<Outcome<T>> call(
            BasinName basin, StreamName stream, Duration timeout, Function<Reply<T>, StreamCall<T>> call) {
        String id = EntityIds.stream(basin, stream);
        StreamInbox inbox = local.find(id);
        if (inbox != null) {
            Reply.Local<T> reply = new Reply.Local<>();
            if (inbox.offer(call.apply(reply))) {
                return reply;
            }
        }
        if (local.isPausing(id)) {
            return CompletableFuture.completedFuture(unavailable("Stream `" + stream + "` has failed; try again"));
        }
        CompletableFuture<Outcome<T>> answer = new CompletableFuture<>();
        AskPattern.<StreamActor.Command, Outcome<T>>ask(
                        region, asker -> call.apply(new Reply.ToActor<>(asker)), timeout, scheduler)
                .whenCompleteAsync(
                        (outcome, failure) -> answer.complete(
                                failure == null
                                        ? outcome
                                        : unavailable("Stream `" + stream + "` did not answer within "
                                                + timeout.toMillis() + " ms; try again")),
                        executor);
        return answer;
    }

    private void report(ReadOutput.Batch batch) {
        int records = 0;
        long meteredBytes = 0;
        for (RecordSlice slice : batch.slices()) {
            records += slice.count();
            meteredBytes += slice.meteredBytes();
        }
        if (records > 0) {
            listener.delivered(records, meteredBytes);
        }
    }

    private static <T> Outcome<T> unavailable(String message) {
        return Outcome.refused(StreamError.of(ErrorCode.UNAVAILABLE, message));
    }
}
