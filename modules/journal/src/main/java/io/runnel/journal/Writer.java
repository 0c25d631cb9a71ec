package io.runnel.journal;

import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.JournalProtocol;
import org.apache.pekko.persistence.PersistentRepr;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterator;

/**
 * One incarnation of a persistent actor, as long as it has events in flight or after one has failed: gives it the answers
 * in the order of its requests. Belongs to the journal actor's thread.
 */
final class Writer {
    private final ActorRef actor;
    private final int instanceId;
    private @Nullable PendingEvents last;
    private @Nullable Throwable refusal; // of what comes
    private @Nullable Throwable failure; // of what is in flight

    Writer(ActorRef actor, int instanceId) {
        this.actor = actor;
        this.instanceId = instanceId;
    }

    ActorRef actor() {
        return actor;
    }

    int instanceId() {
        return instanceId;
    }

    /** Why nothing more is accepted from this incarnation; null as long as nothing has failed. */
    @Nullable
    Throwable refusal() {
        return refusal;
    }

    boolean idle() {
        return last == null && refusal == null;
    }

    void refuse(Throwable cause) {
        if (refusal == null) {
            refusal = cause;
        }
    }

    void accepted(PendingEvents events) {
        last = events;
    }

    /** The events are durable, or it is unknown whether they will be. */
    void settled(PendingEvents events, @Nullable Throwable cause) {
        if (failure == null && cause != null) {
            failure = cause;
            refuse(cause);
        }
        // After a failure everything fails, whatever the log may say of it: nothing is confirmed beyond a hole.
        if (failure == null) {
            succeed(events.write());
        } else {
            fail(events.write(), failure);
        }
        if (last == events) {
            last = null;
        }
        events.answerFollowers();
    }

    /** Runs in the order of requests: when everything in flight now has been answered. */
    void inOrder(Runnable answer) {
        if (last == null) {
            answer.run();
        } else {
            last.followedBy(answer);
        }
    }

    void loop(Object payload, ActorRef sender) {
        actor.tell(new JournalProtocol.LoopMessageSuccess(payload, instanceId), sender);
    }

    void succeed(AtomicWrite write) {
        for (Iterator<PersistentRepr> reprs = write.payload().iterator(); reprs.hasNext(); ) {
            PersistentRepr repr = reprs.next();
            actor.tell(new JournalProtocol.WriteMessageSuccess(repr, instanceId), repr.sender());
        }
    }

    void reject(AtomicWrite write, Throwable cause) {
        for (Iterator<PersistentRepr> reprs = write.payload().iterator(); reprs.hasNext(); ) {
            PersistentRepr repr = reprs.next();
            actor.tell(new JournalProtocol.WriteMessageRejected(repr, cause, instanceId), repr.sender());
        }
    }

    void fail(AtomicWrite write, Throwable cause) {
        for (Iterator<PersistentRepr> reprs = write.payload().iterator(); reprs.hasNext(); ) {
            PersistentRepr repr = reprs.next();
            actor.tell(new JournalProtocol.WriteMessageFailure(repr, cause, instanceId), repr.sender());
        }
    }
}
