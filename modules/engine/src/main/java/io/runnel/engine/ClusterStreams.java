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

/** {@link Streams} over the actors of a cluster, be it a cluster of one. */
final class ClusterStreams implements Streams {
    private final ControlPlane control;
    private final DataPlane data;

    ClusterStreams(ControlPlane control, DataPlane data) {
        this.control = control;
        this.data = data;
    }

    @Override
    public CompletionStage<Outcome<Page<BasinInfo>>> listBasins(Page.Request page) {
        return control.listBasins(page);
    }

    @Override
    public CompletionStage<Outcome<Provisioned<BasinInfo>>> createBasin(
            BasinName basin, BasinConfig config, @Nullable String requestToken) {
        return control.createBasin(basin, config, requestToken);
    }

    @Override
    public CompletionStage<Outcome<Provisioned<BasinInfo>>> ensureBasin(BasinName basin, BasinConfig config) {
        return control.ensureBasin(basin, config);
    }

    @Override
    public CompletionStage<Outcome<BasinConfig>> basinConfig(BasinName basin) {
        return control.basinConfig(basin);
    }

    @Override
    public CompletionStage<Outcome<BasinConfig>> reconfigureBasin(BasinName basin, BasinReconfiguration change) {
        return control.reconfigureBasin(basin, change);
    }

    @Override
    public CompletionStage<Outcome<Void>> deleteBasin(BasinName basin) {
        return control.deleteBasin(basin);
    }

    @Override
    public CompletionStage<Outcome<Page<StreamInfo>>> listStreams(BasinName basin, Page.Request page) {
        return control.listStreams(basin, page);
    }

    @Override
    public CompletionStage<Outcome<Provisioned<StreamInfo>>> createStream(
            BasinName basin, StreamName stream, StreamOptions options, @Nullable String requestToken) {
        return control.createStream(basin, stream, options, requestToken);
    }

    @Override
    public CompletionStage<Outcome<Provisioned<StreamInfo>>> ensureStream(
            BasinName basin, StreamName stream, StreamOptions options) {
        return control.ensureStream(basin, stream, options);
    }

    @Override
    public CompletionStage<Outcome<StreamConfig>> streamConfig(BasinName basin, StreamName stream) {
        return control.streamConfig(basin, stream);
    }

    @Override
    public CompletionStage<Outcome<StreamConfig>> reconfigureStream(
            BasinName basin, StreamName stream, StreamReconfiguration change) {
        return control.reconfigureStream(basin, stream, change);
    }

    @Override
    public CompletionStage<Outcome<Void>> deleteStream(BasinName basin, StreamName stream) {
        return control.deleteStream(basin, stream);
    }

    @Override
    public CompletionStage<Outcome<Position>> checkTail(BasinName basin, StreamName stream) {
        return data.checkTail(basin, stream);
    }

    @Override
    public CompletionStage<Outcome<AppendAck>> append(
            BasinName basin, StreamName stream, StreamOptions create, AppendInput input) {
        return data.append(basin, stream, create, input);
    }

    @Override
    public CompletionStage<Outcome<Flow<AppendFeed, AppendOutput, NotUsed>>> openAppendSession(
            BasinName basin, StreamName stream, StreamOptions create) {
        return data.openAppendSession(basin, stream, create);
    }

    @Override
    public CompletionStage<Outcome<Source<ReadOutput, NotUsed>>> openReadSession(
            BasinName basin, StreamName stream, StreamOptions create, ReadRequest request) {
        return data.openReadSession(basin, stream, create, request);
    }

    @Override
    public CompletionStage<Outcome<ReadOutput.Batch>> read(
            BasinName basin, StreamName stream, StreamOptions create, ReadRequest request) {
        return data.read(basin, stream, create, request);
    }
}
