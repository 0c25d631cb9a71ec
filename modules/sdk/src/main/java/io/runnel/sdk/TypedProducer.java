package io.runnel.sdk;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Appends messages of 1 byte to 100 MiB, however they become bytes, in as many records as they need. Each record says whose it is
 * and the how manieth, so that {@link TypedReadSession} reads every message once even if it was appended twice. Typed sessions
 * of other clients read what it writes, and the other way round: the headers are {@code _frame_records}, {@code _frame_bytes},
 * {@code _dedupe_seq} and {@code _writer_id}.
 *
 * <p>One writer at a time for a stream: messages of several records that are mixed with those of another writer are lost to
 * readers. Safe for use by any thread. To be closed.
 */
public final class TypedProducer<T> implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Producer producer;
    private final Function<? super T, byte[]> serializer;
    private final MessageFraming framing;
    private final ReentrantLock oneAfterTheOther = new ReentrantLock();

    private TypedProducer(Producer producer, Function<? super T, byte[]> serializer, String writerId) {
        this.producer = producer;
        this.serializer = serializer;
        this.framing = new MessageFraming(writerId, 0);
    }

    /**
     * A producer of messages with a random name.
     *
     * @param producer is closed with this one, and to be used by nobody else
     * @param serializer gives 1 byte to 100 MiB; the array must not be changed afterwards
     */
    public static <T> TypedProducer<T> over(Producer producer, Function<? super T, byte[]> serializer) {
        return over(producer, serializer, randomWriterId());
    }

    /**
     * A producer of messages.
     *
     * @param writerId 1 to 256 bytes of UTF-8; never used before: who begins anew with an old name is taken for a repetition
     */
    public static <T> TypedProducer<T> over(
            Producer producer, Function<? super T, byte[]> serializer, String writerId) {
        return new TypedProducer<>(producer, serializer, writerId);
    }

    private static String randomWriterId() {
        byte[] bits = new byte[9];
        RANDOM.nextBytes(bits);
        return Base64.getUrlEncoder().encodeToString(bits);
    }

    /**
     * Hands over a message; waits until there is room for it, but not until it is durable.
     *
     * @return completes when the message is durable
     * @throws IllegalArgumentException if the message has no bytes or more than 100 MiB
     * @throws RunnelException if the producer has failed or is closed
     * @throws InterruptedException if this thread is interrupted; the message is then not appended, or only a part of it, which
     *     readers pass over
     */
    public CompletableFuture<MessageAck> submit(T message) throws InterruptedException {
        byte[] bytes = serializer.apply(message);
        List<CompletableFuture<RecordAck>> acks = new ArrayList<>();
        oneAfterTheOther.lockInterruptibly();
        try {
            for (AppendRecord record : framing.split(bytes)) {
                acks.add(producer.submit(record).acknowledged());
            }
        } finally {
            oneAfterTheOther.unlock();
        }
        // Records are acknowledged in their order, and none after one that has failed.
        return acks.get(0)
                .thenCombine(
                        acks.get(acks.size() - 1), (first, last) -> new MessageAck(first.seqNum(), last.seqNum() + 1));
    }

    /** Completes when every message that was handed over before is durable. */
    public CompletableFuture<Void> flush() {
        return producer.flush();
    }

    /** Ends in good order, and waits: see {@link Producer#close}. */
    @Override
    public void close() {
        producer.close();
    }
}
