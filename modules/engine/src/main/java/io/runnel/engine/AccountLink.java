package io.runnel.engine;

import io.runnel.model.BasinInfo;
import io.runnel.model.BasinName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the account's list of basins true to one basin. The account is told of each change until it acknowledges, and
 * answers that promise the change to be listed wait for that.
 */
final class AccountLink {
    private record Waiting(long version, Runnable action) {}

    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final BasinName basin;
    private final Consumer<AccountEntity.Index> account;
    private final ActorRef<AccountEntity.Indexed> replyTo;
    private final long resendAfterMillis;
    private long version;
    private long acknowledged;
    private @Nullable BasinInfo info;
    private long sentAtMillis;

    AccountLink(
            BasinName basin,
            Consumer<AccountEntity.Index> account,
            ActorRef<AccountEntity.Indexed> replyTo,
            BasinSettings settings) {
        this.basin = basin;
        this.account = account;
        this.replyTo = replyTo;
        this.resendAfterMillis = settings.resendAfter().toMillis();
    }

    /** Tells the account, unless it is known to know. */
    void tell(Catalogue catalogue, long nowMillis) {
        version = catalogue.version();
        info = catalogue.info(basin);
        if (!isSettled()) {
            send(nowMillis);
        }
    }

    /** Tells the account in any case: it has said something that is out of date. */
    void repeat(Catalogue catalogue, long nowMillis) {
        acknowledged = 0;
        tell(catalogue, nowMillis);
    }

    /** Runs the action once the account lists the basin as it is now. */
    void whenListed(Runnable action) {
        if (isSettled()) {
            action.run();
        } else {
            waiting.add(new Waiting(version, action));
        }
    }

    void acknowledged(long upTo) {
        acknowledged = Math.max(acknowledged, upTo);
        while (!waiting.isEmpty() && waiting.getFirst().version() <= acknowledged) {
            waiting.removeFirst().action().run();
        }
    }

    void tick(long nowMillis) {
        if (!isSettled() && nowMillis - sentAtMillis >= resendAfterMillis) {
            send(nowMillis);
        }
    }

    boolean isSettled() {
        return acknowledged >= version;
    }

    /** Starts over, after the basin had to be recovered: nobody waits any more, and nothing is known. */
    void clear() {
        waiting.clear();
        acknowledged = 0;
    }

    private void send(long nowMillis) {
        sentAtMillis = nowMillis;
        account.accept(new AccountEntity.Index(basin, version, info, replyTo));
    }
}
