package io.runnel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.model.AppendInput;
import io.runnel.model.FencingToken;
import io.runnel.model.Outcome;
import io.runnel.model.RetentionPolicy;
import io.runnel.model.StoredBatch;
import io.runnel.model.StreamConfig;
import io.runnel.model.StreamError;
import io.runnel.model.TimestampingMode;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SequencerTest {
    private static final long NOW = 1_000_000;

    private final Sequencer sequencer = Sequencer.fresh();

    @Test
    void numbersAreDense() {
        assertThat(done(Records.input("a", "b")).firstSeqNum()).isZero();
        assertThat(done(Records.input("c")).firstSeqNum()).isEqualTo(2);
        assertThat(sequencer.nextSeqNum()).isEqualTo(3);
    }

    @Test
    void anotherTokenIsRefusedBeforeTheNumberIsLookedAt() {
        done(new AppendInput(Records.fence("a"), null, null));
        AppendInput bothWrong = new AppendInput(Records.batch("x"), 7L, new FencingToken("b"));
        assertThat(refused(bothWrong)).isEqualTo(new StreamError.FencingTokenMismatch(new FencingToken("a")));
        assertThat(refused(Records.matching(7, "x"))).isEqualTo(new StreamError.SeqNumMismatch(1));
        assertThat(sequencer.nextSeqNum()).isEqualTo(1);
    }

    @Test
    void anEmptyTokenMatchesOnlyAStreamThatIsNotFenced() {
        done(Records.fenced("", Records.batch("a")));
        done(new AppendInput(Records.fence("t"), null, null));
        assertThat(refused(Records.fenced("", Records.batch("a"))))
                .isEqualTo(new StreamError.FencingTokenMismatch(new FencingToken("t")));
    }

    @Test
    void whoGivesNoTokenIsNotChecked() {
        done(new AppendInput(Records.fence("t"), null, null));
        done(Records.input("a"));
    }

    @Test
    void aFenceDoesNotConcernItsOwnBatch() {
        done(new AppendInput(Records.fence("a"), null, null));
        assertThat(refused(Records.fenced("b", Records.fence("b"))))
                .isEqualTo(new StreamError.FencingTokenMismatch(new FencingToken("a")));
        assertThat(sequencer.fencingToken()).isEqualTo(new FencingToken("a"));
        done(Records.fenced("a", Records.fence("b")));
        assertThat(sequencer.fencingToken()).isEqualTo(new FencingToken("b"));
    }

    @Test
    void aTrimReachesItsOwnRecordAtMost() {
        done(Records.input("a", "b", "c"));
        done(new AppendInput(Records.trim(2), null, null));
        assertThat(sequencer.trimPoint()).isEqualTo(2);
        done(new AppendInput(Records.trim(1), null, null));
        assertThat(sequencer.trimPoint()).isEqualTo(2);
        done(new AppendInput(Records.trim(-1), null, null));
        assertThat(sequencer.trimPoint()).isEqualTo(6);
    }

    @Test
    void aMissingTimestampIsRefusedAfterTheConditions() {
        StreamConfig required =
                new StreamConfig("express", new RetentionPolicy.Infinite(), TimestampingMode.CLIENT_REQUIRE, false, 0);
        StreamError mismatch =
                sequencer.append(Records.matching(7, "a"), required, NOW).errorOrNull();
        StreamError missing =
                sequencer.append(Records.input("a"), required, NOW).errorOrNull();
        assertThat(mismatch).isEqualTo(new StreamError.SeqNumMismatch(0));
        assertThat(Objects.requireNonNull(missing).status()).isEqualTo(422);
        assertThat(sequencer.nextSeqNum()).isZero();
    }

    @Test
    void timestampsNeverGoBack() {
        StoredBatch batch = done(new AppendInput(Records.at(5, 3, 9), null, null));
        assertThat(batch.firstTimestamp()).isEqualTo(5);
        assertThat(batch.lastTimestamp()).isEqualTo(9);
        assertThat(done(new AppendInput(Records.at(7), null, null)).firstTimestamp())
                .isEqualTo(9);
    }

    @Property
    void trimPointsAreUnsignedAndNeverGoBack(@ForAll long first, @ForAll long second) {
        Sequencer any = Sequencer.fresh();
        any.append(new AppendInput(Records.trim(first), null, null), StreamConfig.SYSTEM_DEFAULT, NOW);
        long before = any.trimPoint();
        any.append(new AppendInput(Records.trim(second), null, null), StreamConfig.SYSTEM_DEFAULT, NOW);
        assertThat(Long.compareUnsigned(any.trimPoint(), before)).isNotNegative();
        assertThat(Long.compareUnsigned(any.trimPoint(), any.nextSeqNum())).isNotPositive();
    }

    private StoredBatch done(AppendInput input) {
        Outcome<StoredBatch> outcome = sequencer.append(input, StreamConfig.SYSTEM_DEFAULT, NOW);
        assertThat(outcome.errorOrNull()).isNull();
        return Objects.requireNonNull(outcome.valueOrNull());
    }

    private StreamError refused(AppendInput input) {
        return Objects.requireNonNull(
                sequencer.append(input, StreamConfig.SYSTEM_DEFAULT, NOW).errorOrNull());
    }
}
