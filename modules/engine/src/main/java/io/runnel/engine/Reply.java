package io.runnel.engine;

import io.runnel.model.Outcome;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;

/** Where the answer to a {@link StreamCall} goes. */
sealed interface Reply<T> {
    void give(Outcome<T> outcome);

    /** To whoever asked, on whatever node. */
    record ToActor<T>(ActorRef<Outcome<T>> asker) implements Reply<T> {
        @Override
        public void give(Outcome<T> outcome) {
            asker.tell(outcome);
        }
    }

    /** Once it is certain that the answer is not out of date; never leaves the node. */
    final class Confirmed<T> implements Reply<T> {
        private final Reply<T> reply;
        private final Answers answers;

        Confirmed(Reply<T> reply, Answers answers) {
            this.reply = reply;
            this.answers = answers;
        }

        @Override
        public void give(Outcome<T> outcome) {
            answers.confirm(() -> reply.give(outcome), error -> reply.give(Outcome.refused(error)));
        }
    }

    /** To a caller on this node, without an actor in between; never leaves the node. */
    final class Local<T> extends CompletableFuture<Outcome<T>> implements Reply<T> {
        @Override
        public void give(Outcome<T> outcome) {
            complete(outcome);
        }
    }
}
