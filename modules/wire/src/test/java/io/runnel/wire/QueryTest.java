package io.runnel.wire;

import static io.runnel.wire.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.model.ErrorCode;
import io.runnel.model.ReadRequest;
import io.runnel.model.ReadStart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 1.9, 2.4.2, 7.2 and rows 60, 63, 64, 78, 79, 111, 143, P11 of 13; TextRulesTest has the decoding. */
class QueryTest {
    @Test
    void startsAtTheTailIfNothingIsSaid() throws Exception {
        ReadRequest expected = new ReadRequest(new ReadStart.TailOffset(0), false, null, null, null, null);
        for (String query : new String[] {null, "", "colour=red", "SEQ_NUM=5&seq-num=6"}) {
            assertThat(Query.read(query).request(false)).isEqualTo(expected);
        }
    }

    @Test
    void readsEveryParameter() throws Exception {
        assertThat(Query.read("timestamp=7&clamp=true&count=05&bytes=6&until=8&wait=9&x=y")
                        .request(false))
                .isEqualTo(new ReadRequest(new ReadStart.Timestamp(7), true, 5L, 6L, 8L, 9L));
        assertThat(Query.read("tail_offset=3&clamp=false").request(false).start())
                .isEqualTo(new ReadStart.TailOffset(3));
    }

    @ParameterizedTest
    @CsvSource({
        "'', 1000, 1048576, ",
        "'count=2000&bytes=18446744073709551615&wait=3600', 1000, 1048576, 60",
        "'count=0&bytes=0&wait=0', 0, 0, 0",
        "'count=1000&bytes=1048577&wait=60', 1000, 1048576, 60",
    })
    void boundsUnaryReads(String query, long count, long bytes, Long wait) throws Exception {
        ReadRequest request = Query.read(query).unary().request(false);
        assertThat(request.count()).isEqualTo(count);
        assertThat(request.bytes()).isEqualTo(bytes);
        assertThat(request.waitSecs()).isEqualTo(wait);
    }

    @Test
    void takesOneStartOnly() {
        for (String query :
                new String[] {"seq_num=0&tail_offset=0", "seq_num=1&timestamp=1", "timestamp=1&tail_offset=1&seq_num=1"
                }) {
            assertRefused(ErrorCode.INVALID, () -> Query.read(query).request(false))
                    .isEqualTo("only one of seq_num, timestamp, or tail_offset can be provided");
            assertRefused(ErrorCode.INVALID, () -> Query.read(query).request(true));
        }
    }

    @Test
    void holdsATimestampAgainstUntil() throws Exception {
        assertRefused(
                        ErrorCode.INVALID,
                        () -> Query.read("timestamp=100&until=100").request(false))
                .contains("until");
        assertRefused(
                ErrorCode.INVALID,
                () -> Query.read("timestamp=18446744073709551615&until=5").request(false));
        assertThat(Query.read("timestamp=100&until=101").request(false).until()).isEqualTo(101);
        assertThat(Query.read("timestamp=100&until=100").request(true).until()).isEqualTo(100);
        assertThat(Query.read("seq_num=100&until=1").request(false).until()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=", "limit", "limit=+5", "limit=1&limit=1", "limit=%2B5", "limit=-1", "limit=1e3"})
    void refusesOtherLimits(String query) {
        assertRefused(ErrorCode.BAD_QUERY, () -> Query.listStreams(query))
                .startsWith("Failed to deserialize query string: ");
    }

    @ParameterizedTest
    @CsvSource({"limit=0, 1000", "limit=1001, 1000", "x=1, 1000", "limit=05, 5", "limit=18446744073709551615, 1000"})
    void anyOtherLimitMeansTheMost(String query, int size) throws Exception {
        assertThat(Query.listBasins(query).size()).isEqualTo(size);
    }

    @Test
    void checksMetricsBeforeTheyAreNotServed() throws Exception {
        Query.checkMetrics("set=active-basins&start=1&end=4294967295&interval=day", Query.MetricsLevel.ACCOUNT);
        for (String query : new String[] {
            null,
            "set=bogus",
            "set=storage",
            "set=account-ops&interval=week",
            "set=account-ops&start=x",
            "set=account-ops&end=4294967296"
        }) {
            assertRefused(ErrorCode.BAD_QUERY, () -> Query.checkMetrics(query, Query.MetricsLevel.ACCOUNT));
        }
    }
}
