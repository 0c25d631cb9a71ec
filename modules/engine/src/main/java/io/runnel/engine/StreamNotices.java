package io.runnel.engine;

import io.runnel.model.BasinName;
import io.runnel.model.StreamName;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What streams of a basin still have to be told, and who waits for it. A notice is repeated until it is acknowledged,
 * for it tells of something durable; those who wait for it are not kept for ever.
 */
final class StreamNotices {
    /** Who waits for a stream to know. */
    @FunctionalInterface
    interface Waiter {
        /** @param inTime false if the stream had not answered when patience ended; it will still be told */
        void told(boolean inTime);
    }

    private record Waiting(long untilMillis, Waiter waiter) {}

    private static final class Notice {
        final int generation;
        final int configVersion;
        final StreamLink.FromBasin message;
        final List<Waiting> waiting = new ArrayList<>();
        long sentAtMillis;
        int sent;

        Notice(int generation, int configVersion, StreamLink.FromBasin message) {
            this.generation = generation;
            this.configVersion = configVersion;
            this.message = message;
        }
    }

    private final Map<StreamName, Notice> notices = new LinkedHashMap<>();
    private final BasinName basin;
    private final Consumer<StreamLink.FromBasin> streams;
    private final ActorRef<StreamLink.Acknowledged> replyTo;
    private final BasinSettings settings;

    StreamNotices(
            BasinName basin,
            Consumer<StreamLink.FromBasin> streams,
            ActorRef<StreamLink.Acknowledged> replyTo,
            BasinSettings settings) {
        this.basin = basin;
        this.streams = streams;
        this.replyTo = replyTo;
        this.settings = settings;
    }

    /** Tells a stream what its entry says; whoever waits for an older notice waits for this one now. */
    void tell(StreamName name, CatalogueEntry entry, long nowMillis) {
        StreamLink.FromBasin message = entry.deleting()
                ? new StreamLink.Delete(basin, name, entry.generation(), entry.configVersion(), replyTo)
                : new StreamLink.ApplyConfig(
                        basin, name, entry.generation(), entry.config(), entry.configVersion(), replyTo);
        Notice notice = new Notice(entry.generation(), entry.configVersion(), message);
        Notice before = notices.put(name, notice);
        if (before != null) {
            notice.waiting.addAll(before.waiting);
        }
        send(notice, nowMillis);
    }

    /** Calls the waiter once the stream knows everything there is to know: at once, or when it has acknowledged. */
    void whenTold(StreamName name, long nowMillis, Waiter waiter) {
        Notice notice = notices.get(name);
        if (notice == null) {
            waiter.told(true);
        } else {
            notice.waiting.add(new Waiting(nowMillis + settings.streamTimeout().toMillis(), waiter));
        }
    }

    /** @return whether this settles the stream's notice, and not an older or unknown one */
    boolean acknowledged(StreamLink.Acknowledged ack) {
        Notice notice = notices.get(ack.stream());
        if (notice == null || notice.generation != ack.generation() || notice.configVersion > ack.configVersion()) {
            return false;
        }
        notices.remove(ack.stream());
        notice.waiting.forEach(waiting -> waiting.waiter().told(true));
        return true;
    }

    /** Repeats what has not been acknowledged for a while, and sends those away who have waited too long. */
    void tick(long nowMillis) {
        for (Notice notice : notices.values()) {
            long pause = settings.resendAfter().toMillis() << Math.min(notice.sent - 1, 5);
            if (nowMillis - notice.sentAtMillis >= pause) {
                send(notice, nowMillis);
            }
            for (Iterator<Waiting> all = notice.waiting.iterator(); all.hasNext(); ) {
                Waiting waiting = all.next();
                if (nowMillis >= waiting.untilMillis()) {
                    all.remove();
                    waiting.waiter().told(false);
                }
            }
        }
    }

    boolean isEmpty() {
        return notices.isEmpty();
    }

    void clear() {
        notices.clear();
    }

    private void send(Notice notice, long nowMillis) {
        notice.sentAtMillis = nowMillis;
        notice.sent++;
        streams.accept(notice.message);
    }
}
