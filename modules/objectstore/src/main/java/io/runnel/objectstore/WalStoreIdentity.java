package io.runnel.objectstore;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.runnel.objectstore.ObjectStore.Condition;
import io.runnel.objectstore.ObjectStore.StoredObject;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sees to it that a main store and a store for its log are not parted: each has an object with the same random number, and
 * with the place of the other one, for people. Blocks; for start-up only.
 */
final class WalStoreIdentity {
    static final String ON_MAIN = "wal-store";
    static final String ON_WAL = "wal-cluster";
    private static final String LOGS = "logs/";
    private static final Pattern TEXT = Pattern.compile("RNWS 1 ([0-9a-f]{32}) (.*)\n", Pattern.DOTALL);

    /** @param place of the other store */
    private record Mark(String number, String place) {
        byte[] encode() {
            return ("RNWS 1 " + number + " " + place + "\n").getBytes(UTF_8);
        }
    }

    private WalStoreIdentity() {}

    /**
     * A main store that is about to be used without another for its log.
     *
     * @throws StoreException if its log is somewhere else
     */
    static void requireNone(ObjectStore main, String mainPlace) {
        Optional<Mark> mark = read(main, ON_MAIN, mainPlace);
        if (mark.isPresent()) {
            throw refusal(mainPlace + " has its log on a store of its own, which was " + mark.get().place
                    + " when first used: name that one with --wal-bucket or --wal-local-root (runnel.store.wal)");
        }
    }

    /**
     * Joins two stores that have not been used, or makes sure that they have been joined.
     *
     * @throws StoreException if they do not belong together
     */
    static void require(ObjectStore main, String mainPlace, ObjectStore wal, String walPlace) {
        // In this order: who finds a log also finds what was written before there was one.
        boolean used = !await(main.list(LOGS, "", 1)).isEmpty();
        Optional<Mark> known = read(main, ON_MAIN, mainPlace);
        if (known.isEmpty() && used) {
            throw refusal(mainPlace + " has been used without " + walPlace + " and has its log itself: a store for the "
                    + "log can only be given to a new installation; start without --wal-bucket and --wal-local-root");
        }
        Mark onMain = known.orElseGet(() -> write(main, ON_MAIN, new Mark(number(), walPlace), mainPlace));
        Optional<Mark> onWal = read(wal, ON_WAL, walPlace);
        if (onWal.isEmpty() && used) {
            throw refusal(walPlace + " is not, or is no longer, the store that has the log of " + mainPlace
                    + ": it has no object " + ON_WAL + ". The log was in " + onMain.place
                    + " when first used; name that one, or restore it. Records acknowledged last are only there");
        }
        Mark found = onWal.orElseGet(() -> write(wal, ON_WAL, new Mark(onMain.number, mainPlace), walPlace));
        if (!found.number.equals(onMain.number)) {
            throw refusal(walPlace + " has the log of another installation, which was " + found.place
                    + " when first used. That of " + mainPlace + " was in " + onMain.place + ": name that one");
        }
    }

    /**
     * Makes sure that two stores have been joined, and writes nothing.
     *
     * @throws StoreException if they do not belong together, or have not been used
     */
    static void requireJoined(ObjectStore main, String mainPlace, ObjectStore wal, String walPlace) {
        Mark onMain = read(main, ON_MAIN, mainPlace)
                .orElseThrow(
                        () -> refusal(mainPlace + " has never been used with a store for its log: it has no object "
                                + ON_MAIN + "; leave out --wal-bucket and --wal-local-root"));
        Mark onWal = read(wal, ON_WAL, walPlace)
                .orElseThrow(() -> refusal(walPlace + " is not, or is no longer, the store that has the log of "
                        + mainPlace + ": it has no object " + ON_WAL + ". The log was in " + onMain.place
                        + " when first used; name that one, or restore it. Records acknowledged last are only there"));
        if (!onWal.number.equals(onMain.number)) {
            throw refusal(walPlace + " has the log of another installation, which was " + onWal.place
                    + " when first used. That of " + mainPlace + " was in " + onMain.place + ": name that one");
        }
    }

    private static Optional<Mark> read(ObjectStore store, String key, String place) {
        return await(store.get(key)).map(object -> decode(object, key, place));
    }

    private static Mark decode(StoredObject object, String key, String place) {
        Matcher text = TEXT.matcher(new String(object.bytes(), UTF_8));
        if (!text.matches()) {
            throw refusal("the object " + key + " in " + place + " is damaged, or of a newer version");
        }
        return new Mark(text.group(1), text.group(2));
    }

    /** Another node may be first; what counts is what is there then. */
    private static Mark write(ObjectStore store, String key, Mark mark, String place) {
        var unused = await(store.put(key, mark.encode(), new Condition.IfAbsent()));
        return read(store, key, place).orElseThrow(() -> refusal(place + " has lost its object " + key));
    }

    private static String number() {
        byte[] number = new byte[16];
        new SecureRandom().nextBytes(number);
        return HexFormat.of().formatHex(number);
    }

    private static StoreException refusal(String message) {
        return new StoreException(message, false);
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
