package io.runnel.verify;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What comes back on one exchange: the transport fills it, the test waits for parts of it. All waiting is bounded; what
 * does not come in time fails the test.
 */
final class Answer {
    /** Longer than any pause the contract allows the server (15 s between heartbeats). */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<Integer> interim = new ArrayList<>();
    private @Nullable Integer status;
    private @Nullable Headers headers;
    private byte[] buffer = new byte[0];
    private int from;
    private int until;
    private @Nullable String end;
    private @Nullable Long resetCode;

    static final String CLEAN = "clean";

    // the transport's side

    synchronized void interim(int code) {
        interim.add(code);
        notifyAll();
    }

    synchronized void head(int code, Headers lines) {
        status = code;
        headers = lines;
        notifyAll();
    }

    synchronized void data(byte[] bytes, int offset, int length) {
        if (until + length > buffer.length) {
            byte[] larger = new byte[Math.max(2 * (until - from), until - from + length)];
            System.arraycopy(buffer, from, larger, 0, until - from);
            until -= from;
            from = 0;
            buffer = larger;
        }
        System.arraycopy(bytes, offset, buffer, until, length);
        until += length;
        notifyAll();
    }

    synchronized void finish() {
        broken(CLEAN);
    }

    /** Has no effect after the end. */
    synchronized void broken(String why) {
        if (end == null) {
            end = why;
        }
        notifyAll();
    }

    synchronized void reset(long code) {
        resetCode = code;
        broken("reset with code " + code);
    }

    // the test's side

    int status() {
        awaitHead(PATIENCE);
        return required(status);
    }

    Headers headers() {
        awaitHead(PATIENCE);
        return required(headers);
    }

    synchronized void awaitHead(Duration patience) {
        await(patience, () -> status != null || end != null, "the head of the answer");
        if (status == null) {
            throw new AssertionError("no answer: " + end);
        }
    }

    synchronized List<Integer> awaitInterim() {
        await(PATIENCE, () -> !interim.isEmpty() || status != null || end != null, "an interim answer");
        return List.copyOf(interim);
    }

    /** The next bytes of the body. */
    synchronized byte[] next(int length) {
        await(PATIENCE, () -> until - from >= length || end != null, length + " bytes of the body");
        if (until - from < length) {
            throw new AssertionError("the body ended (" + end + ") with " + (until - from) + " bytes left where "
                    + length + " were expected");
        }
        byte[] bytes = new byte[length];
        System.arraycopy(buffer, from, bytes, 0, length);
        from += length;
        return bytes;
    }

    /** Whether the body has bytes left; waits until it has or has ended. */
    synchronized boolean hasMore() {
        await(PATIENCE, () -> until > from || end != null, "more of the body, or its end");
        return until > from;
    }

    /** What the body holds up to its end, however it ends. */
    byte[] rest(Duration patience) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (this) {
            do {
                await(
                        Duration.ofNanos(deadline - System.nanoTime()),
                        () -> until > from || end != null,
                        "the end of the body");
                all.write(buffer, from, until - from);
                from = until;
            } while (end == null);
        }
        return all.toByteArray();
    }

    /** How the answer ended: {@link #CLEAN}, or what broke it. */
    synchronized String awaitEnd() {
        await(PATIENCE, () -> end != null, "the end of the answer");
        return required(end);
    }

    /** Whether nothing at all arrives for so long. */
    synchronized boolean silentFor(Duration duration) {
        int seen = until - from;
        return !waitFor(duration, () -> until - from != seen || end != null);
    }

    synchronized @Nullable Long resetCode() {
        return resetCode;
    }

    private interface Condition {
        boolean holds();
    }

    private void await(Duration patience, Condition condition, String what) {
        if (!waitFor(patience, condition)) {
            throw new AssertionError("waited " + patience.toMillis() + " ms for " + what);
        }
    }

    private synchronized boolean waitFor(Duration patience, Condition condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.holds()) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
        return true;
    }

    private static <T> T required(@Nullable T value) {
        if (value == null) {
            throw new AssertionError("not there yet");
        }
        return value;
    }
}
