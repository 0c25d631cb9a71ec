package io.runnel.engine;

import io.runnel.model.StreamConfig;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** A basin that says what it is told to say. */
final class FakeBasin {
    static final Instant CREATED = Instant.ofEpochMilli(5000);

    final ActorRef<BasinEntity.Command> ref;
    final List<BasinEntity.Command> asked = new CopyOnWriteArrayList<>();
    volatile StreamLink.Resolution says = present(1);
    /** Questions that are not answered. */
    volatile boolean silent;

    FakeBasin(ActorSystem system) {
        ref = Adapter.spawnAnonymous(
                system,
                Behaviors.receive(BasinEntity.Command.class)
                        .onMessage(StreamLink.Resolve.class, question -> {
                            asked.add(question);
                            if (!silent) {
                                question.replyTo().tell(says);
                            }
                            return Behaviors.same();
                        })
                        .onAnyMessage(message -> {
                            asked.add(message);
                            return Behaviors.same();
                        })
                        .build());
    }

    static StreamLink.Present present(int generation) {
        return new StreamLink.Present(generation, StreamConfig.SYSTEM_DEFAULT, 0, CREATED);
    }

    static StreamLink.Present present(int generation, StreamConfig config) {
        return new StreamLink.Present(generation, config, 0, CREATED);
    }

    /** Answers a question that was left open. */
    void answer(int index, StreamLink.Resolution resolution) {
        ((StreamLink.Resolve) asked.get(index)).replyTo().tell(resolution);
    }

    List<StreamLink.Purpose> purposes() {
        return asked.stream()
                .filter(StreamLink.Resolve.class::isInstance)
                .map(question -> ((StreamLink.Resolve) question).purpose())
                .toList();
    }
}
