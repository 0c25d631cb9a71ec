package io.runnel.engine;

import io.runnel.model.AppendAck;
import io.runnel.model.AppendInput;
import io.runnel.model.BasinName;
import io.runnel.model.ErrorCode;
import io.runnel.model.Outcome;
import io.runnel.model.Position;
import io.runnel.model.ReadRequest;
import io.runnel.model.StreamError;
import io.runnel.model.StreamName;
import io.runnel.model.StreamOptions;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Source;

/** Streams without records: they take note of what their basin tells them, and refuse everything else. */
final class UnservedStreams implements DataPlane {
    static Engine.StreamRegion start(ActorSystem system, ActorRef<BasinEntity.Command> basins, Clock clock) {
        ActorRef<StreamLink.FromBasin> region = Adapter.spawn(
                system,
                Behaviors.receive(StreamLink.FromBasin.class)
                        .onMessage(StreamLink.ApplyConfig.class, message -> {
                            message.replyTo()
                                    .tell(new StreamLink.Acknowledged(
                                            message.stream(), message.generation(), message.configVersion()));
                            return Behaviors.same();
                        })
                        .onMessage(StreamLink.Delete.class, message -> {
                            message.replyTo()
                                    .tell(new StreamLink.Acknowledged(
                                            message.stream(), message.generation(), message.configVersion()));
                            return Behaviors.same();
                        })
                        .build(),
                "unserved-streams");
        return new Engine.StreamRegion(region, new UnservedStreams());
    }

    @Override
    public CompletionStage<Outcome<Position>> checkTail(BasinName basin, StreamName stream) {
        return refused();
    }

    @Override
    public CompletionStage<Outcome<AppendAck>> append(
            BasinName basin, StreamName stream, StreamOptions create, AppendInput input) {
        return refused();
    }

    @Override
    public CompletionStage<Outcome<Flow<AppendFeed, AppendOutput, NotUsed>>> openAppendSession(
            BasinName basin, StreamName stream, StreamOptions create) {
        return refused();
    }

    @Override
    public CompletionStage<Outcome<Source<ReadOutput, NotUsed>>> openReadSession(
            BasinName basin, StreamName stream, StreamOptions create, ReadRequest request) {
        return refused();
    }

    @Override
    public CompletionStage<Outcome<ReadOutput.Batch>> read(
            BasinName basin, StreamName stream, StreamOptions create, ReadRequest request) {
        return refused();
    }

    private static <T> CompletionStage<Outcome<T>> refused() {
        return CompletableFuture.completedFuture(
                Outcome.refused(StreamError.of(ErrorCode.NOT_IMPLEMENTED, "this node serves no records")));
    }
}
