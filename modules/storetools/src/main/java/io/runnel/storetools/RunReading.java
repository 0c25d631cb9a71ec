package io.runnel.storetools;

import io.runnel.storetools.IndexRun.Block;
import io.runnel.storetools.IndexRun.Content;
import io.runnel.storetools.IndexRun.Directory;
import io.runnel.storetools.IndexRun.Holding;
import io.runnel.storetools.IndexRun.Section;
import io.runnel.storetools.SmallObjects.Cluster;
import io.runnel.storetools.SmallObjects.RunRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads all of one index run and holds it against itself: whatever it says of its entries is reckoned anew from them. */
final class RunReading {
    private final RunFile run;
    private final Cluster cluster;
    private final Findings findings;
    private final Map<Place, Held> places = new LinkedHashMap<>();
    private long entries;
    private long setSum;
    private long earliestExpiry = Long.MAX_VALUE;
    private boolean complete = true;
    private @Nullable Id lastKey;
    private int lastGeneration;
    private long lastFirstSeq;

    /** Where entries lie: a slot, or a segment if the number is negative. */
    record Place(Id log, long number) {
        String key() {
            return ObjectName.place(log, number);
        }
    }

    /** What the run has in one object. */
    static final class Held {
        final int index;
        final int bytes; // of the object, as the holding says; 0 if nothing does
        long live;
        int entries;

        private Held(int index, int bytes) {
            this.index = index;
            this.bytes = bytes;
        }
    }

    RunReading(RunFile run, Cluster cluster, Findings findings) {
        this.run = run;
        this.cluster = cluster;
        this.findings = findings;
    }

    /** All objects that hold entries of the run. */
    Map<Place, Held> places() {
        return places;
    }

    long entries() {
        return entries;
    }

    void read(RunRef ref) {
        Directory directory = run.directory();
        if (run.size() != ref.bytes() || directory.level() != ref.level()) {
            damage(
                    "an index run of " + ref.bytes() + " bytes and level " + ref.level() + ", as what names it says",
                    run.size() + " bytes and level " + directory.level(),
                    "nothing is known to be lost");
        }
        requireTiling(directory);
        if (directory.content() != null) {
            for (Holding holding : directory.content().holdings()) {
                places.put(
                        new Place(holding.log(), holding.place()),
                        new Held(places.size(), Math.max(1, holding.bytes())));
            }
            if (places.size() != directory.content().holdings().size()) {
                damage("each object once among the holdings", "one twice", "nothing is lost; space may not be freed");
            }
        }
        RunFile.Blocks blocks = run.new Blocks();
        for (int i = 0; i < directory.blocks().size(); i++) {
            block(blocks, i);
        }
        requireContent(directory.content());
        for (Map.Entry<String, Section> shard : directory.shards().entrySet()) {
            rows(shard.getKey(), shard.getValue());
        }
    }

    /** Every byte before the directory must belong to something. */
    private void requireTiling(Directory directory) {
        List<Section> sections = new ArrayList<>();
        directory.blocks().forEach(block -> sections.add(block.section()));
        List<Section> rows = new ArrayList<>(directory.shards().values());
        rows.sort(Comparator.comparingInt(Section::offset).thenComparingInt(Section::length));
        sections.addAll(rows);
        int at = 0;
        for (Section section : sections) {
            if (section.offset() != at) {
                damage(
                        "a section at byte " + at,
                        "the next one at byte " + section.offset(),
                        "what is between is read by nobody");
            }
            at = section.offset() + section.length();
        }
        if (at != run.footer().directoryOffset()) {
            damage(
                    "sections to the directory at byte " + run.footer().directoryOffset(),
                    "sections to byte " + at,
                    "what is between is read by nobody");
        }
        if (new HashSet<>(directory.others()).size() != directory.others().size()) {
            damage("each other run once", directory.others().toString(), "records would be found twice");
        }
    }

    private void block(RunFile.Blocks blocks, int index) {
        Block told = run.directory().blocks().get(index);
        try {
            RunCursor entry = blocks.open(index);
            boolean first = true;
            while (entry.next()) {
                if (first
                        && (entry.compareTo(told.key(), told.generation(), told.firstSeq()) != 0
                                || entry.lastTimestamp != told.lastTimestamp())) {
                    damage(
                            "block " + index + " to begin as the directory says: " + told,
                            describe(entry),
                            "reads and seeks of entity " + entry.key + " may miss records");
                }
                first = false;
                entry(entry);
            }
            SmallObjects.require(!first, "entries in block " + index, "none");
        } catch (DamagedException e) {
            complete = false;
            findings.add(Finding.damage(
                    run.key(),
                    e.expected() + ", in block " + index,
                    e.found(),
                    "where entries lie is unknown from entity " + told.key() + " position "
                            + Long.toUnsignedString(told.firstSeq()) + " on, " + upTo(index + 1)
                            + ": those records cannot be read"));
            lastKey = null;
        }
    }

    private String upTo(int nextBlock) {
        List<Block> blocks = run.directory().blocks();
        return nextBlock == blocks.size()
                ? "to the last entity of the run"
                : "up to entity " + blocks.get(nextBlock).key() + " position "
                        + Long.toUnsignedString(blocks.get(nextBlock).firstSeq());
    }

    private void entry(RunCursor entry) {
        Id before = lastKey;
        if (before != null && entry.compareTo(before, lastGeneration, lastFirstSeq) <= 0) {
            damage(
                    "entries by entity, generation and position",
                    describe(entry) + " out of order",
                    "reads of entity " + entry.key + " may miss records");
        }
        if (before == null || !before.equals(entry.key)) {
            if (!run.directory().mayHold(entry.key)) {
                damage(
                        "entity " + entry.key + " in the Bloom filter",
                        "a filter without it",
                        "records of entity " + entry.key + " in this run are not found");
            }
        }
        lastKey = entry.key;
        lastGeneration = entry.generation;
        lastFirstSeq = entry.firstSeq;
        entries++;
        setSum += SetSum.of(
                entry.key.high(),
                entry.key.low(),
                entry.generation,
                entry.firstSeq,
                entry.nextSeq,
                entry.payloadLength);
        earliestExpiry = Math.min(earliestExpiry, entry.expiresAtMillis);
        Held held = places.computeIfAbsent(new Place(entry.log(), entry.place), place -> {
            if (run.directory().content() != null) {
                damage(
                        "object " + place.key() + " among the holdings",
                        "holdings without it",
                        "the object may be deleted while its records are still wanted");
            }
            return new Held(places.size(), 0);
        });
        held.live += entry.length();
        held.entries++;
    }

    private void requireContent(@Nullable Content content) {
        if (content == null || !complete) {
            return;
        }
        if (content.setSum() != setSum) {
            damage(
                    "a set sum of " + Long.toHexString(content.setSum()),
                    Long.toHexString(setSum) + " of its " + entries + " entries",
                    "entries were lost, invented or changed when the run was made");
        }
        if (content.earliestExpiry() != earliestExpiry) {
            damage(
                    "an earliest expiry of " + content.earliestExpiry(),
                    Long.toString(earliestExpiry),
                    "nothing is lost; space may be freed late");
        }
        Map<Place, Integer> live = new HashMap<>();
        content.holdings().forEach(held -> live.put(new Place(held.log(), held.place()), held.live()));
        places.forEach((place, held) -> {
            int told = live.getOrDefault(place, 0);
            if (told != held.live && live.containsKey(place)) {
                damage(
                        told + " bytes of entries in " + place.key(),
                        Long.toString(held.live),
                        "nothing is lost; when space is freed is reckoned wrongly");
            }
        });
    }

    private void rows(String shard, Section section) {
        try {
            FormatReader in = run.open(section);
            Id before = null;
            while (in.hasMore()) {
                Id key = in.id();
                Row.read(in);
                SmallObjects.require(
                        before == null || before.compareTo(key) < 0,
                        "rows by entity",
                        "entity " + key + " out of order");
                before = key;
                int number = Integer.parseInt(shard.substring(shard.lastIndexOf('-') + 1));
                SmallObjects.require(
                        key.shard(cluster.shards()) == number,
                        "entities of shard " + shard,
                        "entity " + key + ", which is of number " + key.shard(cluster.shards()));
            }
        } catch (NumberFormatException e) {
            damage("the name of a shard", shard, "its entities are not found");
        } catch (DamagedException e) {
            findings.add(Finding.damage(
                    run.key(),
                    e.expected() + ", among the rows of shard " + shard,
                    e.found(),
                    "the shard cannot be opened: none of its streams can be read or written"));
        }
    }

    /** The objects of the run, in its order. */
    Set<Place> objects() {
        return places.keySet();
    }

    static String describe(RunCursor entry) {
        return "entity " + entry.key + " generation " + entry.generation + " positions "
                + Long.toUnsignedString(entry.firstSeq) + " to " + Long.toUnsignedString(entry.nextSeq);
    }

    private void damage(String expected, String found, String meaning) {
        findings.add(Finding.damage(run.key(), expected, found, meaning));
    }
}
