package io.runnel.sdk;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages that a {@link TypedProducer}, or a typed session of another client, has appended, each once and whole. Passes
 * over everything else: other records, messages whose beginning lies before the read, and those that were never finished. For
 * one consumer: a call must not begin before the last one is over. To be closed.
 */
public final class TypedReadSession<T> implements AutoCloseable {
    private final ReadSession session;
    private final Function<byte[], ? extends T> deserializer;
    private final MessageAssembler assembler = new MessageAssembler();
    private Iterator<SequencedRecord> records = Collections.emptyIterator();

    private TypedReadSession(ReadSession session, Function<byte[], ? extends T> deserializer) {
        this.session = session;
        this.deserializer = deserializer;
    }

    /** @param session is closed with this one, and to be used by nobody else */
    public static <T> TypedReadSession<T> over(ReadSession session, Function<byte[], ? extends T> deserializer) {
        return new TypedReadSession<>(session, deserializer);
    }

    /**
     * The next message; waits for it. Null when the read has ended. What the deserializer throws is passed on, and the message is
     * over with it.
     *
     * @throws ProtocolException if a record has headers of a message that make no sense; the next call goes on behind it
     * @throws RunnelException if the session has failed
     * @throws InterruptedException if this thread is interrupted; no message is lost then
     */
    public @Nullable Message<T> next() throws InterruptedException {
        while (true) {
            Message<T> message = poll();
            if (message != null) {
                return message;
            }
            ReadBatch batch = session.next();
            if (batch == null) {
                return null;
            }
            records = batch.records().iterator();
        }
    }

    /** As {@link #next()}, but without waiting: empty when the read has ended. */
    public CompletableFuture<Optional<Message<T>>> nextAsync() {
        Message<T> message;
        try {
            message = poll();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        if (message != null) {
            return CompletableFuture.completedFuture(Optional.of(message));
        }
        return session.nextAsync().thenCompose(batch -> {
            if (batch.isEmpty()) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            records = batch.get().records().iterator();
            return nextAsync();
        });
    }

    /** The next message of the records that are there. */
    private @Nullable Message<T> poll() {
        while (records.hasNext()) {
            List<SequencedRecord> parts = assembler.add(records.next());
            if (parts != null) {
                SequencedRecord last = parts.get(parts.size() - 1);
                T value = deserializer.apply(MessageAssembler.join(parts));
                return new Message<>(value, parts.get(0).seqNum(), last.seqNum() + 1, last.timestamp());
            }
        }
        return null;
    }

    /** Ends the session. */
    @Override
    public void close() {
        session.close();
    }
}
