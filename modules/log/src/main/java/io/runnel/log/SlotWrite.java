package io.runnel.log;

import io.runnel.objectstore.ObjectStore;
import io.runnel.objectstore.ObjectStore.Condition;
import io.runnel.objectstore.ObjectStore.PutResult;
import io.runnel.objectstore.ObjectStore.StoredObject;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Writes one slot: the same bytes until they are there, or something else is. Belongs to the loop.
 */
final class SlotWrite {
    private static final Condition IF_ABSENT = new Condition.IfAbsent();

    private final ObjectStore store;
    private final Loop loop;
    private final String key;
    private final List<ByteBuffer> parts;
    private final Id writeId;
    private final Outcome outcome;
    private final Backoff backoff;
    private int outstanding; // attempts without an answer
    private boolean looking;
    private boolean refused; // since the last look began
    private boolean done;

    /** What is told of it; the first two exclude each other, and are told once. */
    interface Outcome {
        void stored();

        void failed(Throwable cause);

        /** An attempt failed or was not answered in time, and there will be another. */
        void repeated();
    }

    SlotWrite(
            ObjectStore store,
            Loop loop,
            String key,
            List<ByteBuffer> parts,
            Id writeId,
            long giveUpAfter,
            Outcome outcome) {
        this.store = store;
        this.loop = loop;
        this.key = key;
        this.parts = parts;
        this.writeId = writeId;
        this.backoff = new Backoff(loop, giveUpAfter);
        this.outcome = outcome;
    }

    void send() {
        if (done) {
            return;
        }
        outstanding++;
        CompletableFuture<PutResult> answer;
        try {
            answer = store.put(key, parts, IF_ABSENT).toCompletableFuture();
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        // A store in memory answers at once, and saves a trip around the loop.
        var unused =
                answer.isDone() ? answer.whenComplete(this::answered) : answer.whenCompleteAsync(this::answered, loop);
    }

    /**
     * Sends it once more, beside an attempt that is slow. Perhaps only the answer is: the second attempt would be refused then, and
     * only a look after that would tell why. So there is a look at the same time.
     */
    void hedge() {
        if (!done && outstanding == 1 && !looking) {
            outcome.repeated();
            send();
            if (!done && !looking) {
                look();
            }
        }
    }

    private void answered(@Nullable PutResult result, @Nullable Throwable failure) {
        outstanding--;
        if (done) {
            return;
        }
        if (failure != null) {
            failed(failure, this::send);
        } else if (result instanceof PutResult.Stored) {
            done = true;
            outcome.stored();
        } else {
            refused = true;
            if (!looking) {
                look();
            }
        }
    }

    /** Perhaps there is in the slot what we wrote ourselves, and never heard of. */
    private void look() {
        boolean something = refused; // must be there
        refused = false;
        looking = true;
        CompletionStage<Optional<StoredObject>> answer;
        try {
            answer = store.get(key, -WalFooter.SIZE, WalFooter.SIZE);
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        answer.whenCompleteAsync(
                (found, failure) -> {
                    looking = false;
                    if (done) {
                        return;
                    }
                    if (failure != null) {
                        failed(failure, this::look);
                    } else if (found.isPresent()) {
                        compare(found.get());
                    } else {
                        nothing(something);
                    }
                },
                loop);
    }

    /** @param unexpectedly an attempt had been refused before the look */
    private void nothing(boolean unexpectedly) {
        if (refused && !unexpectedly) {
            look();
        } else if (unexpectedly || outstanding == 0) {
            repeat(this::send);
        }
    }

    private void compare(StoredObject object) {
        done = true;
        WalFooter footer;
        try {
            footer = WalFooter.decode(object.bytes(), object.size(), key);
        } catch (CorruptLogException e) {
            outcome.failed(e);
            return;
        }
        if (footer.writeId().equals(writeId)) {
            outcome.stored();
        } else {
            outcome.failed(new LogFencedException("another node has ended this log with " + key));
        }
    }

    private void failed(Throwable failure, Runnable again) {
        if (!backoff.mayPass(failure)) {
            done = true;
            outcome.failed(Backoff.cause(failure));
        } else if (outstanding == 0 && !looking) {
            repeat(again);
        }
    }

    private void repeat(Runnable again) {
        outcome.repeated();
        looking = true; // or about to: nothing else is started meanwhile
        loop.schedule(backoff.nextNanos(), () -> {
            looking = false;
            again.run();
        });
    }
}
