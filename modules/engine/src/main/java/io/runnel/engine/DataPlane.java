package io.runnel.engine;

import io.runnel.model.AppendAck;
import io.runnel.model.AppendInput;
import io.runnel.model.BasinName;
import io.runnel.model.Outcome;
import io.runnel.model.Position;
import io.runnel.model.ReadRequest;
import io.runnel.model.StreamName;
import io.runnel.model.StreamOptions;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Source;

/** The half of {@link Streams} that is about records; its methods promise what their namesakes there do. */
interface DataPlane {
    CompletionStage<Outcome<Position>> checkTail(BasinName basin, StreamName stream);

    CompletionStage<Outcome<AppendAck>> append(
            BasinName basin, StreamName stream, StreamOptions create, AppendInput input);

    CompletionStage<Outcome<Flow<AppendFeed, AppendOutput, NotUsed>>> openAppendSession(
            BasinName basin, StreamName stream, StreamOptions create);

    CompletionStage<Outcome<Source<ReadOutput, NotUsed>>> openReadSession(
            BasinName basin, StreamName stream, StreamOptions create, ReadRequest request);

    CompletionStage<Outcome<ReadOutput.Batch>> read(
            BasinName basin, StreamName stream, StreamOptions create, ReadRequest request);
}
