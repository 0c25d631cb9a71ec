package io.runnel.engine;

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
import io.runnel.model.StreamInfo;
import io.runnel.model.StreamName;
import io.runnel.model.StreamOptions;
import io.runnel.model.StreamReconfiguration;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;

/**
 * Everything the API can do to basins and streams, whichever node they live on: the only thing routes talk to.
 * Thread-safe. Requests have been parsed, and validated as far as they concern nothing but themselves (the
 * {@code validate()} methods of the model); what is decided here follows contract 1.10 from "existence and state" on.
 *
 * <p>Refusals are {@link Outcome.Refused}; a stage completes exceptionally only for bugs. Every positive answer is
 * durable. Stages complete on threads of the actor system and must not be blocked.
 */
public interface Streams {
    CompletionStage<Outcome<Page<BasinInfo>>> listBasins(Page.Request page);

    /**
     * Contract 2.2.2 and 4.6.
     *
     * @param requestToken the idempotency token, or null
     */
    CompletionStage<Outcome<Provisioned<BasinInfo>>> createBasin(
            BasinName basin, BasinConfig config, @Nullable String requestToken);

    /** Contract 2.2.4 and 4.7. */
    CompletionStage<Outcome<Provisioned<BasinInfo>>> ensureBasin(BasinName basin, BasinConfig config);

    CompletionStage<Outcome<BasinConfig>> basinConfig(BasinName basin);

    CompletionStage<Outcome<BasinConfig>> reconfigureBasin(BasinName basin, BasinReconfiguration change);

    CompletionStage<Outcome<Void>> deleteBasin(BasinName basin);

    CompletionStage<Outcome<Page<StreamInfo>>> listStreams(BasinName basin, Page.Request page);

    CompletionStage<Outcome<Provisioned<StreamInfo>>> createStream(
            BasinName basin, StreamName stream, StreamOptions options, @Nullable String requestToken);

    CompletionStage<Outcome<Provisioned<StreamInfo>>> ensureStream(
            BasinName basin, StreamName stream, StreamOptions options);

    CompletionStage<Outcome<StreamConfig>> streamConfig(BasinName basin, StreamName stream);

    CompletionStage<Outcome<StreamConfig>> reconfigureStream(
            BasinName basin, StreamName stream, StreamReconfiguration change);

    CompletionStage<Outcome<Void>> deleteStream(BasinName basin, StreamName stream);

    /** The tail of the durable records (contract 2.4.1). */
    CompletionStage<Outcome<Position>> checkTail(BasinName basin, StreamName stream);

    /**
     * Appends one batch (contract 6); completes when it is durable.
     *
     * @param create the configuration asked for should the stream be created by this (contract 15.2)
     */
    CompletionStage<Outcome<AppendAck>> append(
            BasinName basin, StreamName stream, StreamOptions create, AppendInput input);

    /**
     * Opens an append session (contract 8.4): finds or creates the stream before anything is read. The flow is
     * materialised once. It emits an {@link AppendOutput.Acked} per input, in order; after a refusal, or a {@link
     * AppendFeed.Defect}, and the acknowledgements of all batches before it, one {@link AppendOutput.Ended}, and then
     * completes. It completes without one after its input has completed and everything is acknowledged. It pulls as many
     * inputs as the bound on bytes in flight allows, and after its end drains its input instead of cancelling it.
     */
    CompletionStage<Outcome<Flow<AppendFeed, AppendOutput, NotUsed>>> openAppendSession(
            BasinName basin, StreamName stream, StreamOptions create);

    /**
     * Starts a read session (contract 7): resolves the start, so that {@code 416} and the like are known before the
     * first output. The source is materialised once; it ends after a {@link ReadOutput.Ended} (an error), or without one
     * when the read is complete. It never fails.
     */
    CompletionStage<Outcome<Source<ReadOutput, NotUsed>>> openReadSession(
            BasinName basin, StreamName stream, StreamOptions create, ReadRequest request);

    /** Reads once (contract 7.6). The request carries the unary bounds already: count, bytes and wait are capped. */
    CompletionStage<Outcome<ReadOutput.Batch>> read(
            BasinName basin, StreamName stream, StreamOptions create, ReadRequest request);
}
