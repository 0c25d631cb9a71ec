package io.runnel.engine;

import io.runnel.engine.AccountEvent.BasinListed;
import io.runnel.engine.AccountEvent.BasinUnlisted;
import io.runnel.model.BasinInfo;
import io.runnel.model.Utf8;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The list of basins. Mutable; belongs to one actor, and only {@link #apply} changes it. */
final class AccountState {
    /** @param version the basin's {@link Catalogue#version} that says this */
    record Listed(BasinInfo info, long version) {}

    private final NavigableMap<String, Listed> basins = new TreeMap<>(Utf8.BYTE_ORDER);
    private long eventsSinceSnapshot;

    NavigableMap<String, Listed> basins() {
        return Collections.unmodifiableNavigableMap(basins);
    }

    AccountState apply(AccountEvent event) {
        eventsSinceSnapshot++;
        if (event instanceof BasinListed listed) {
            put(new Listed(listed.info(), listed.version()));
        } else if (event instanceof BasinUnlisted unlisted) {
            basins.remove(unlisted.basin().value());
        }
        return this;
    }

    void put(Listed listed) {
        basins.put(listed.info().name().value(), listed);
    }

    /** The event that makes the list say what a basin says of itself; null if it does already. */
    @Nullable
    AccountEvent eventFor(AccountEntity.Index index) {
        Listed listed = basins.get(index.basin().value());
        BasinInfo info = index.info();
        if (listed != null && listed.version() >= index.version()) {
            return null;
        }
        if (info != null) {
            return new BasinListed(info, index.version());
        }
        return listed == null ? null : new BasinUnlisted(index.basin(), index.version());
    }

    boolean snapshotIsDue(int minEvents) {
        return eventsSinceSnapshot >= Math.max(minEvents, basins.size());
    }

    void snapshotTaken() {
        eventsSinceSnapshot = 0;
    }
}
