package io.runnel.engine;

import com.typesafe.config.Config;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.JournalProtocol;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.japi.AsyncWriteJournal;
import scala.PartialFunction;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;
import scala.runtime.BoxedUnit;

/** The journal plugin over {@link TestStorage}. */
public final class TestJournal extends AsyncWriteJournal {
    private final TestStorage storage = TestStorage.of(context().system());

    /** Called by Pekko. */
    public TestJournal(Config config) {}

    @Override
    public void aroundReceive(PartialFunction<Object, BoxedUnit> receive, Object message) {
        if (message instanceof JournalProtocol.WriteMessages request) {
            storage.write(request, self());
        } else {
            super.aroundReceive(receive, message);
        }
    }

    @Override
    public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> messages) {
        throw new UnsupportedOperationException("writes are intercepted");
    }

    @Override
    public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long toSequenceNr) {
        throw new UnsupportedOperationException("the engine deletes no events");
    }

    @Override
    public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long fromSequenceNr) {
        return FutureConverters.asScala(CompletableFuture.completedFuture(storage.revision(persistenceId)));
    }

    @Override
    public Future<Void> doAsyncReplayMessages(
            String persistenceId,
            long fromSequenceNr,
            long toSequenceNr,
            long max,
            Consumer<PersistentRepr> replayCallback) {
        storage.events(persistenceId).stream()
                .filter(event -> event.sequenceNr() >= fromSequenceNr && event.sequenceNr() <= toSequenceNr)
                .limit(max)
                .forEach(replayCallback);
        return FutureConverters.asScala(CompletableFuture.completedFuture(null));
    }
}
