package io.runnel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runnel.model.FencingToken;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class StreamFormatTest {
    @Test
    void versionOneLooksLikeThis() {
        StreamState state = new StreamState(true, new FencingToken("ab"), 0x0102, 0xFF);
        assertThat(HexFormat.of().formatHex(StreamFormat.encode(state)))
                .isEqualTo("01" + "01" + "00000002" + "6162" + "0000000000000102" + "00000000000000ff");
    }

    @Test
    void ofADeletedStreamNothingIsLeft() {
        assertThat(StreamFormat.encode(StreamState.DELETED)).isEmpty();
        assertThat(StreamFormat.decode(new byte[0])).isEqualTo(StreamState.DELETED);
    }

    @Property
    void whatIsDecodedIsWhatWasEncoded(
            @ForAll boolean deleted,
            @ForAll @StringLength(max = 12) String token,
            @ForAll long writtenMillis,
            @ForAll long writtenSeqNum) {
        StreamState state = new StreamState(
                deleted, new FencingToken(token.replaceAll("[\\p{Cs}]", "?")), writtenMillis, writtenSeqNum);
        assertThat(StreamFormat.decode(StreamFormat.encode(state))).isEqualTo(state);
    }

    @Test
    void nothingElseIsUnderstood() {
        byte[] bytes = StreamFormat.encode(StreamState.FRESH);
        byte[] newer = bytes.clone();
        newer[0] = 2;
        assertThatThrownBy(() -> StreamFormat.decode(newer)).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> StreamFormat.decode(Arrays.copyOf(bytes, bytes.length - 1)))
                .isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> StreamFormat.decode(Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(UncheckedIOException.class);
    }
}
