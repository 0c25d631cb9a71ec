package io.runnel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.engine.ReadBeginning.At;
import io.runnel.engine.ReadBeginning.Refused;
import io.runnel.engine.ReadBeginning.Seek;
import io.runnel.model.Position;
import io.runnel.model.ReadRequest;
import io.runnel.model.ReadStart;
import io.runnel.model.ReadStart.SeqNum;
import io.runnel.model.ReadStart.TailOffset;
import io.runnel.model.ReadStart.Timestamp;
import io.runnel.model.StreamError;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Contract 7.1 with 15.5, row by row. */
class ReadBeginningTest {
    private static final Position TAIL = new Position(10, 500);
    private static final Refused UNWRITTEN = new Refused(new StreamError.ReadUnwritten(TAIL));

    @Test
    void aNumberBeforeTheTailIsTakenAsItIs() {
        assertThat(of(new SeqNum(3), false, null)).isEqualTo(new At(3));
    }

    @Test
    void theTailIsUnwrittenForWhoeverMayNotFollow() {
        assertThat(of(new SeqNum(10), false, null)).isEqualTo(UNWRITTEN);
        assertThat(of(new SeqNum(10), false, 1L)).isEqualTo(new At(10));
        assertThat(of(new TailOffset(0), false, null)).isEqualTo(UNWRITTEN);
        assertThat(of(new TailOffset(0), false, 1L)).isEqualTo(new At(10));
    }

    @Test
    void beyondTheTailNobodyMayRead() {
        assertThat(of(new SeqNum(11), false, 1L)).isEqualTo(UNWRITTEN);
        assertThat(of(new SeqNum(-1), false, 1L)).isEqualTo(UNWRITTEN);
        assertThat(of(new Timestamp(501), false, 1L)).isEqualTo(UNWRITTEN);
    }

    @Test
    void clampingMeansTheTail() {
        assertThat(of(new SeqNum(11), true, 1L)).isEqualTo(new At(10));
        assertThat(of(new SeqNum(11), true, null)).isEqualTo(UNWRITTEN);
        assertThat(of(new Timestamp(501), true, 1L)).isEqualTo(new At(10));
        assertThat(of(new Timestamp(501), true, null)).isEqualTo(UNWRITTEN);
    }

    @Test
    void anOffsetBeyondTheBeginningIsTheBeginning() {
        assertThat(of(new TailOffset(4), false, null)).isEqualTo(new At(6));
        assertThat(of(new TailOffset(100), false, null)).isEqualTo(new At(0));
        assertThat(of(new TailOffset(-1), false, null)).isEqualTo(new At(0));
    }

    @Test
    void aTimestampIsSought() {
        assertThat(of(new Timestamp(500), false, null)).isEqualTo(new Seek(500));
        assertThat(of(new Timestamp(0), false, null)).isEqualTo(new Seek(0));
    }

    @Test
    void aTimestampThatNoSurvivorHasIsTheTail() {
        assertThat(found(OptionalLong.of(4), null)).isEqualTo(new At(4));
        assertThat(found(OptionalLong.empty(), null)).isEqualTo(UNWRITTEN);
        assertThat(found(OptionalLong.empty(), 1L)).isEqualTo(new At(10));
    }

    private static ReadBeginning of(ReadStart start, boolean clamp, Long waitSecs) {
        return ReadBeginning.of(request(start, clamp, waitSecs), TAIL);
    }

    private static ReadBeginning found(OptionalLong found, Long waitSecs) {
        return ReadBeginning.found(found, request(new Timestamp(1), false, waitSecs), TAIL);
    }

    private static ReadRequest request(ReadStart start, boolean clamp, Long waitSecs) {
        return new ReadRequest(start, clamp, 100L, null, null, waitSecs);
    }
}
