package io.runnel.engine;

import io.runnel.model.BasinName;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What a basin and the account say to each other so that nothing is left of a basin that was removed
 * (docs/adr/0020): before it ends, the account must know up to where it has counted generations, and whoever begins asks it
 * for that number first. Part of {@link BasinEntity}, and of its thread.
 */
final class BasinGenerations {
    private final BasinName basin;
    private final Consumer<AccountEntity.Command> account;
    private final Answers answers;
    private final ActorRef<AccountEntity.Floor> floorTo;
    private final ActorRef<AccountEntity.Retired> retiredTo;
    private final long resendAfterMillis;
    private int floor;
    private boolean floorKnown;
    private long question; // the last one; answers to others mean nothing
    private boolean asking;
    private boolean retiring;
    private boolean retired;
    private long sentAtMillis;

    BasinGenerations(
            BasinName basin,
            Consumer<AccountEntity.Command> account,
            Answers answers,
            ActorRef<AccountEntity.Floor> floorTo,
            ActorRef<AccountEntity.Retired> retiredTo,
            BasinSettings settings) {
        this.basin = basin;
        this.account = account;
        this.answers = answers;
        this.floorTo = floorTo;
        this.retiredTo = retiredTo;
        this.resendAfterMillis = settings.resendAfter().toMillis();
    }

    /** Starts over: what a basin of this name may have counted meanwhile is not known. */
    void clear() {
        floorKnown = false;
        asking = false;
        retiring = false;
        retired = false;
    }

    /** Whether a basin can be created: what is known of one tells what the account would. */
    boolean areKnown(Catalogue catalogue) {
        return !catalogue.isBlank() || floorKnown;
    }

    /** For the basin, should it be created. They must be known. */
    int next(Catalogue catalogue) {
        return Math.incrementExact(catalogue.isBlank() ? floor : catalogue.lastGeneration());
    }

    void ask(long nowMillis) {
        if (!asking && !floorKnown) {
            asking = true;
            question++;
            sendQuestion(nowMillis);
        }
    }

    /** @return whether that was an answer to the question */
    boolean told(AccountEntity.Floor answer) {
        if (!asking || answer.question() != question) {
            return false;
        }
        asking = false;
        floorKnown = true;
        floor = answer.generation();
        return true;
    }

    /** Tells the account what it must know of a basin that has been removed, once. */
    void retire(Catalogue catalogue, long nowMillis) {
        if (!retiring) {
            retiring = true;
            sendRetirement(catalogue, nowMillis);
        }
    }

    /** @return whether the account knows now, and did not before */
    boolean retired(Catalogue catalogue, AccountEntity.Retired answer) {
        if (!retiring || retired || !catalogue.isLeaving() || answer.version() != catalogue.version()) {
            return false;
        }
        retired = true;
        return true;
    }

    /** The basin has been created again meanwhile. */
    void begun() {
        retiring = false;
        retired = false;
    }

    /** Tells the account that it need not remember the basin for what it was in this version. */
    void forget(long version) {
        answers.confirm(() -> account.accept(new AccountEntity.Forget(basin, version)), error -> {});
    }

    void tick(Catalogue catalogue, long nowMillis) {
        if (nowMillis - sentAtMillis < resendAfterMillis) {
            return;
        }
        if (asking) {
            sendQuestion(nowMillis);
        } else if (retiring && !retired) {
            sendRetirement(catalogue, nowMillis);
        }
    }

    boolean isAsking() {
        return asking;
    }

    private void sendQuestion(long nowMillis) {
        sentAtMillis = nowMillis;
        account.accept(new AccountEntity.AskFloor(question, floorTo));
    }

    private void sendRetirement(Catalogue catalogue, long nowMillis) {
        sentAtMillis = nowMillis;
        account.accept(new AccountEntity.Retire(basin, catalogue.version(), catalogue.lastGeneration(), retiredTo));
    }
}
