package io.runnel.log;

import static io.runnel.log.Entries.SHARD;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which rows of entities that have ended can be left out of index runs. */
class EndedCensusTest {
    private static final EntityKey CHAT = new EntityKey(1, 1);
    private static final EntityKey ORDERS = new EntityKey(2, 2);
    private static final byte[] NOTHING = {};
    private static final RowDelta LIVING = new RowDelta(1, 5, 3, 0, 7, 0, null);
    private static final RowDelta ENDED = new RowDelta(1, 6, 3, 3, 0, 6, NOTHING);

    private final Entities entities = new Entities();

    @BeforeEach
    void anEntityHasEnded() {
        entities.begin(CHAT, SHARD, ENDED.row());
        entities.begin(ORDERS, SHARD, LIVING.row());
    }

    @Test
    void theLastRowIsLeftOutWhereItIsTheOnlyOne() {
        Map<RunId, EndedRows> found = census(Map.of(CHAT, ENDED, ORDERS, LIVING), Map.of(ORDERS, LIVING));
        assertThat(found).containsOnlyKeys(run(0));
        assertThat(found.get(run(0)).leftOut()).containsExactly(CHAT);
        assertThat(found.get(run(0)).forgotten()).containsOnlyKeys(CHAT);
    }

    @Test
    void beforeTheLastRowOlderOnesAreLeftOut() {
        Map<RunId, EndedRows> found = census(Map.of(CHAT, ENDED), Map.of(CHAT, LIVING));
        assertThat(found).containsOnlyKeys(run(1));
        assertThat(found.get(run(1))).isEqualTo(new EndedRows(Set.of(CHAT), Map.of()));
    }

    @Test
    void aRowStaysThatIsNewerThanWhatThisNodeKnows() {
        RowDelta ofAnotherNode = new RowDelta(2, 1, 0, 0, 0, 0, null);
        assertThat(census(Map.of(CHAT, ENDED), Map.of(CHAT, ofAnotherNode))).isEmpty();
    }

    @Test
    void anEntityThatHasBegunAgainKeepsItsRows() {
        entities.begin(CHAT, SHARD, new RowDelta(2, 1, 0, 0, 0, 0, null).row());
        assertThat(census(Map.of(CHAT, ENDED), Map.of(CHAT, LIVING))).isEmpty();
    }

    @Test
    void anEntityOfAnotherNodeKeepsItsRows() {
        assertThat(census(Map.of(new EntityKey(9, 9), ENDED))).isEmpty();
    }

    @Test
    void whatHasEndedSinceTheLastSweepIsLeftForLater() {
        int sweep = entities.nextSweep();
        entities.begin(CHAT, SHARD, ENDED.row());
        EndedCensus census = new EndedCensus(entities, sweep, 0, 1);
        census.count(run(0), whole(0, Map.of(CHAT, ENDED)));
        assertThat(census.result()).isEmpty();
        assertThat(census.someAreRecent()).isTrue();
    }

    @Test
    void aRunIsNotWrittenAnewForAFewOfItsRows() {
        Map<EntityKey, RowDelta> rows = new TreeMap<>(Map.of(CHAT, ENDED));
        for (int other = 10; other < 18; other++) {
            EntityKey key = new EntityKey(other, other);
            entities.begin(key, SHARD, LIVING.row());
            rows.put(key, LIVING);
        }
        assertThat(census(rows)).isEmpty();
    }

    @Test
    void whatIsTooMuchForMemoryIsLookedAtInParts() {
        Map<EntityKey, RowDelta> rows = new TreeMap<>();
        for (int i = 10; i < 110; i++) {
            EntityKey key = new EntityKey(i, i * 31L);
            entities.begin(key, SHARD, ENDED.row());
            rows.put(key, ENDED);
        }
        int sweep = entities.nextSweep();
        Set<EntityKey> leftOut = new TreeSet<>();
        for (int part = 0; part < 3; part++) {
            EndedCensus census = new EndedCensus(entities, sweep, part, 3);
            census.count(run(0), whole(0, rows));
            Set<EntityKey> some = census.result().get(run(0)).leftOut();
            assertThat(some).hasSizeBetween(1, 60);
            assertThat(leftOut).doesNotContainAnyElementsOf(some);
            leftOut.addAll(some);
        }
        assertThat(leftOut).isEqualTo(rows.keySet());
    }

    @SafeVarargs
    private Map<RunId, EndedRows> census(Map<EntityKey, RowDelta>... runs) {
        EndedCensus census = new EndedCensus(entities, entities.nextSweep(), 0, 1);
        for (int i = 0; i < runs.length; i++) {
            census.count(run(i), whole(i, runs[i]));
        }
        return census.result();
    }

    private static RunId run(int number) {
        return new RunId(Samples.LOG, number, 0, 1);
    }

    private static LoadedRun whole(int number, Map<EntityKey, RowDelta> rows) {
        RunBuilder run = new RunBuilder(100);
        run.rows(SHARD, new TreeMap<>(rows).entrySet());
        return Runs.whole(
                run.finish(Samples.CLUSTER, Samples.LOG, number, Map.of(), true, 0, List.of(), 0), "run " + number);
    }
}
