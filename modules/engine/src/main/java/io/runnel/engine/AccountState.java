package io.runnel.engine;

import io.runnel.engine.AccountEvent.BasinForgotten;
import io.runnel.engine.AccountEvent.BasinListed;
import io.runnel.engine.AccountEvent.BasinUnlisted;
import io.runnel.engine.AccountEvent.FloorRaised;
import io.runnel.model.BasinInfo;
import io.runnel.model.BasinName;
import io.runnel.model.Utf8;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The list of basins, and what is left of those that were. Mutable; belongs to one actor, and only {@link #apply} changes it. */
final class AccountState {
    /** @param version the basin's {@link Catalogue#version} that says this */
    record Listed(BasinInfo info, long version) {}

    private final NavigableMap<String, Listed> basins = new TreeMap<>(Utf8.BYTE_ORDER);
    private final NavigableMap<String, Long> leaving = new TreeMap<>(Utf8.BYTE_ORDER);
    private int floor;
    private long eventsSinceSnapshot;

    NavigableMap<String, Listed> basins() {
        return Collections.unmodifiableNavigableMap(basins);
    }

    /** Basins that were removed and may not have ended yet, with their last version. */
    NavigableMap<String, Long> leaving() {
        return Collections.unmodifiableNavigableMap(leaving);
    }

    /** No basin that has ended had a higher generation, and no stream in one. Never sinks. */
    int floor() {
        return floor;
    }

    AccountState apply(AccountEvent event) {
        eventsSinceSnapshot++;
        if (event instanceof BasinListed listed) {
            put(new Listed(listed.info(), listed.version()));
            leaving.remove(listed.info().name().value());
        } else if (event instanceof BasinUnlisted unlisted) {
            basins.remove(unlisted.basin().value());
            putLeaving(unlisted.basin().value(), unlisted.version());
        } else if (event instanceof FloorRaised raised) {
            raiseFloor(raised.generation());
        } else if (event instanceof BasinForgotten forgotten) {
            String name = forgotten.basin().value();
            leaving.remove(name, forgotten.version());
            if (isListed(name, forgotten.version())) {
                basins.remove(name);
            }
        }
        return this;
    }

    void put(Listed listed) {
        basins.put(listed.info().name().value(), listed);
    }

    void putLeaving(String basin, long version) {
        leaving.put(basin, version);
    }

    void raiseFloor(int generation) {
        floor = Math.max(floor, generation);
    }

    /** What makes the account know what basins have told it, if it does not already. */
    List<AccountEvent> eventsFor(List<AccountEntity.Told> told) {
        Map<BasinName, AccountEntity.Index> newest = new HashMap<>();
        Set<AccountEvent> events = new LinkedHashSet<>();
        int highest = floor;
        for (AccountEntity.Told one : told) {
            if (one instanceof AccountEntity.Index index) {
                // Of one basin only the newest counts.
                newest.merge(index.basin(), index, (old, next) -> old.version() >= next.version() ? old : next);
            } else if (one instanceof AccountEntity.Retire retire) {
                highest = Math.max(highest, retire.lastGeneration());
            } else if (one instanceof AccountEntity.Forget forget && knows(forget)) {
                events.add(new BasinForgotten(forget.basin(), forget.version()));
            }
        }
        newest.values().stream().map(this::eventFor).filter(Objects::nonNull).forEach(events::add);
        if (highest > floor) {
            events.add(new FloorRaised(highest));
        }
        return List.copyOf(events);
    }

    private @Nullable AccountEvent eventFor(AccountEntity.Index index) {
        String name = index.basin().value();
        Listed listed = basins.get(name);
        long known = listed == null ? leaving.getOrDefault(name, 0L) : listed.version();
        if (known >= index.version()) {
            return null;
        }
        BasinInfo info = index.info();
        return info == null
                ? new BasinUnlisted(index.basin(), index.version())
                : new BasinListed(info, index.version());
    }

    /** On the list it can only be if something it once said has come late. */
    private boolean knows(AccountEntity.Forget forget) {
        String name = forget.basin().value();
        return isListed(name, forget.version()) || leaving.getOrDefault(name, 0L) == forget.version();
    }

    private boolean isListed(String name, long version) {
        Listed listed = basins.get(name);
        return listed != null && listed.version() == version;
    }

    boolean snapshotIsDue(int minEvents) {
        return eventsSinceSnapshot >= Math.max(minEvents, basins.size());
    }

    void snapshotTaken() {
        eventsSinceSnapshot = 0;
    }
}
