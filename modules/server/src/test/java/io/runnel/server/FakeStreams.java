package io.runnel.server;

import io.runnel.engine.AppendFeed;
import io.runnel.engine.AppendOutput;
import io.runnel.engine.ReadOutput;
import io.runnel.engine.Streams;
import io.runnel.model.AppendAck;
import io.runnel.model.AppendInput;
import io.runnel.model.BasinConfig;
import io.runnel.model.BasinInfo;
import io.runnel.model.BasinName;
import io.runnel.model.BasinReconfiguration;
import io.runnel.model.Outcome;
import io.runnel.model.Page;
import io.runnel.model.Position;
import io.runnel.model.Provisioned;
import io.runnel.model.ReadRequest;
import io.runnel.model.StreamConfig;
import io.runnel.model.StreamError;
import io.runnel.model.StreamInfo;
import io.runnel.model.StreamName;
import io.runnel.model.StreamOptions;
import io.runnel.model.StreamReconfiguration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Source;

/** Streams that do what a test says, and remember what was asked of them. */
final class FakeStreams implements Streams {
    static final Instant CREATED_AT = Instant.parse("2026-08-21T09:30:00.123456Z");

    /** The names of the methods called, in order. */
    final List<String> calls = new CopyOnWriteArrayList<>();

    /** Refuses everything with this, if set. */
    StreamError refusal;

    Provisioned.Result result = Provisioned.Result.CREATED;
    BasinConfig basinConfig = BasinConfig.DEFAULT;
    StreamConfig streamConfig = StreamConfig.SYSTEM_DEFAULT;
    Page<BasinInfo> basins = new Page<>(List.of(), false);
    Page<StreamInfo> streams = new Page<>(List.of(), false);
    Position tail = Position.ZERO;
    CompletableFuture<Outcome<ReadOutput.Batch>> read =
            CompletableFuture.completedFuture(Outcome.done(new ReadOutput.Batch(List.of(), null)));
    Source<ReadOutput, NotUsed> readSession = Source.empty();
    Flow<AppendFeed, AppendOutput, NotUsed> appendSession = acknowledging();

    volatile Page.Request page;
    volatile StreamOptions options;
    volatile BasinConfig requestedBasin;
    volatile String requestToken;
    volatile AppendInput input;
    volatile ReadRequest readRequest;
    volatile StreamName stream;

    /** Acknowledges every batch, numbering records from 0, until one expects another number or the feed has a defect. */
    static Flow<AppendFeed, AppendOutput, NotUsed> acknowledging() {
        return Flow.<AppendFeed>create()
                .statefulMap(() -> new long[1], FakeStreams::answer, next -> java.util.Optional.empty())
                .takeWhile(output -> output instanceof AppendOutput.Acked, true);
    }

    private static org.apache.pekko.japi.Pair<long[], AppendOutput> answer(long[] next, AppendFeed feed) {
        AppendOutput output;
        if (feed instanceof AppendFeed.Defect defect) {
            output = new AppendOutput.Ended(defect.error());
        } else {
            AppendInput input = ((AppendFeed.Batch) feed).input();
            if (input.matchSeqNum() != null && input.matchSeqNum() != next[0]) {
                output = new AppendOutput.Ended(new StreamError.SeqNumMismatch(next[0]));
            } else {
                output = new AppendOutput.Acked(ack(next[0], input.batch().count()));
                next[0] += input.batch().count();
            }
        }
        return org.apache.pekko.japi.Pair.create(next, output);
    }

    static AppendAck ack(long start, int count) {
        Position end = new Position(start + count, 1000);
        return new AppendAck(new Position(start, 1000), end, end);
    }

    private <T> CompletionStage<Outcome<T>> answer(String call, T value) {
        calls.add(call);
        return CompletableFuture.completedFuture(refusal != null ? Outcome.refused(refusal) : Outcome.done(value));
    }

    @Override
    public CompletionStage<Outcome<Page<BasinInfo>>> listBasins(Page.Request page) {
        this.page = page;
        return answer("listBasins", basins);
    }

    @Override
    public CompletionStage<Outcome<Provisioned<BasinInfo>>> createBasin(
            BasinName basin, BasinConfig config, String requestToken) {
        this.requestedBasin = config;
        this.requestToken = requestToken;
        return answer("createBasin", new Provisioned<>(result, new BasinInfo(basin, CREATED_AT, null)));
    }

    @Override
    public CompletionStage<Outcome<Provisioned<BasinInfo>>> ensureBasin(BasinName basin, BasinConfig config) {
        this.requestedBasin = config;
        return answer("ensureBasin", new Provisioned<>(result, new BasinInfo(basin, CREATED_AT, null)));
    }

    @Override
    public CompletionStage<Outcome<BasinConfig>> basinConfig(BasinName basin) {
        return answer("basinConfig", basinConfig);
    }

    @Override
    public CompletionStage<Outcome<BasinConfig>> reconfigureBasin(BasinName basin, BasinReconfiguration change) {
        return answer("reconfigureBasin", change.applyTo(basinConfig));
    }

    @Override
    public CompletionStage<Outcome<Void>> deleteBasin(BasinName basin) {
        return answer("deleteBasin", null);
    }

    @Override
    public CompletionStage<Outcome<Page<StreamInfo>>> listStreams(BasinName basin, Page.Request page) {
        this.page = page;
        return answer("listStreams", streams);
    }

    @Override
    public CompletionStage<Outcome<Provisioned<StreamInfo>>> createStream(
            BasinName basin, StreamName stream, StreamOptions options, String requestToken) {
        this.stream = stream;
        this.options = options;
        this.requestToken = requestToken;
        return answer("createStream", new Provisioned<>(result, new StreamInfo(stream, CREATED_AT, null, null)));
    }

    @Override
    public CompletionStage<Outcome<Provisioned<StreamInfo>>> ensureStream(
            BasinName basin, StreamName stream, StreamOptions options) {
        this.stream = stream;
        this.options = options;
        return answer("ensureStream", new Provisioned<>(result, new StreamInfo(stream, CREATED_AT, null, null)));
    }

    @Override
    public CompletionStage<Outcome<StreamConfig>> streamConfig(BasinName basin, StreamName stream) {
        this.stream = stream;
        return answer("streamConfig", streamConfig);
    }

    @Override
    public CompletionStage<Outcome<StreamConfig>> reconfigureStream(
            BasinName basin, StreamName stream, StreamReconfiguration change) {
        return answer("reconfigureStream", change.applyTo(streamConfig, StreamOptions.NONE));
    }

    @Override
    public CompletionStage<Outcome<Void>> deleteStream(BasinName basin, StreamName stream) {
        return answer("deleteStream", null);
    }

    @Override
    public CompletionStage<Outcome<Position>> checkTail(BasinName basin, StreamName stream) {
        this.stream = stream;
        return answer("checkTail", tail);
    }

    @Override
    public CompletionStage<Outcome<AppendAck>> append(
            BasinName basin, StreamName stream, StreamOptions create, AppendInput input) {
        this.stream = stream;
        this.options = create;
        this.input = input;
        return answer("append", ack(0, input.batch().count()));
    }

    @Override
    public CompletionStage<Outcome<Flow<AppendFeed, AppendOutput, NotUsed>>> openAppendSession(
            BasinName basin, StreamName stream, StreamOptions create) {
        this.options = create;
        return answer("openAppendSession", appendSession);
    }

    @Override
    public CompletionStage<Outcome<Source<ReadOutput, NotUsed>>> openReadSession(
            BasinName basin, StreamName stream, StreamOptions create, ReadRequest request) {
        this.options = create;
        this.readRequest = request;
        return answer("openReadSession", readSession);
    }

    @Override
    public CompletionStage<Outcome<ReadOutput.Batch>> read(
            BasinName basin, StreamName stream, StreamOptions create, ReadRequest request) {
        this.options = create;
        this.readRequest = request;
        calls.add("read");
        return refusal != null ? CompletableFuture.completedFuture(Outcome.refused(refusal)) : read;
    }
}
