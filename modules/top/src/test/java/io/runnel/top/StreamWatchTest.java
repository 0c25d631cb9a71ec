package io.runnel.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StreamWatchTest {
    private static final long SECOND = 1_000_000_000L;

    private final StreamWatch watch = new StreamWatch(4);

    private StreamRow row(String name) {
        return watch.rows().stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRateNeedsTwoLooks() {
        watch.exist(List.of("a"));
        assertThat(watch.rows()).isEmpty();
        watch.observe("a", 100, 0);
        assertThat(row("a").recordsPerSecond()).isNaN();
        watch.observe("a", 150, 2 * SECOND);
        assertThat(row("a").recordsPerSecond()).isEqualTo(25);
        assertThat(row("a").nextSeqNum()).isEqualTo(150);
    }

    @Test
    void aStreamThatWasCreatedAnewBeginsAtZero() {
        watch.exist(List.of("a"));
        watch.observe("a", 100, 0);
        watch.observe("a", 10, SECOND);
        assertThat(row("a").recordsPerSecond()).isEqualTo(10);
    }

    @Test
    void askedForEverybodySoonerOrLater() {
        watch.exist(IntStream.range(0, 10).mapToObj(i -> "s" + i).toList());
        Set<String> asked = new HashSet<>();
        for (int round = 0; round < 3; round++) {
            List<String> now = watch.next();
            assertThat(now).hasSize(4).doesNotHaveDuplicates();
            asked.addAll(now);
            long at = round * SECOND;
            now.forEach(name -> watch.observe(name, 5, at));
        }
        assertThat(asked).hasSize(10);
    }

    @Test
    void whoWasActiveIsAskedEachTimeAndOthersStillHaveTheirTurn() {
        watch.exist(IntStream.range(0, 10).mapToObj(i -> "s" + i).toList());
        for (String name : List.of("s7", "s8", "s9", "s6")) {
            watch.observe(name, 0, 0);
        }
        watch.observe("s6", 1, SECOND);
        watch.observe("s7", 1, 2 * SECOND);
        watch.observe("s8", 1, 3 * SECOND);
        watch.observe("s9", 1, 4 * SECOND);
        assertThat(watch.next()).startsWith("s9", "s8", "s7").hasSize(4).contains("s0");
    }

    @Test
    void whatIsGoneIsForgotten() {
        watch.exist(List.of("a", "b", "c"));
        List.of("a", "b", "c").forEach(name -> watch.observe(name, 1, 0));
        watch.exist(List.of("b", "c"));
        watch.gone("c");
        watch.observe("a", 2, SECOND);
        assertThat(watch.rows()).extracting(StreamRow::name).containsExactly("b");
        assertThat(watch.count()).isEqualTo(1);
    }

    @Test
    void streamsAreInTheOrderThatIsWanted() {
        List<StreamRow> rows = List.of(
                new StreamRow("a", 1, -1, ""), new StreamRow("c", 5, 3, ""), new StreamRow("b", Double.NaN, 7, ""));
        assertThat(rows.stream().sorted(SortKey.RATE.order()))
                .extracting(StreamRow::name)
                .containsExactly("c", "a", "b");
        assertThat(rows.stream().sorted(SortKey.TAIL.order()))
                .extracting(StreamRow::name)
                .containsExactly("a", "b", "c");
        assertThat(rows.stream().sorted(SortKey.NAME.order()))
                .extracting(StreamRow::name)
                .containsExactly("a", "b", "c");
    }
}
