package io.runnel.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Stores outlive versions: what was written once is read for ever, and written the same. */
class StoredFormatsTest {
    @ParameterizedTest
    @EnumSource
    void isReadFromTheBytesThatAreDocumented(Golden object) {
        assertThat(object.read(object.bytes())).usingRecursiveComparison().isEqualTo(object.value());
    }

    @ParameterizedTest
    @MethodSource("io.runnel.log.Golden#written")
    void isWrittenAsTheBytesThatAreDocumented(Golden object) {
        assertThat(HexFormat.of().formatHex(object.encoded()))
                .isEqualTo(HexFormat.of().formatHex(object.bytes()));
    }

    @ParameterizedTest
    @EnumSource
    void isRefusedInAnotherVersion(Golden object) {
        byte[] bytes = object.bytes();
        Checksums checksums = Checksums.in(object);
        bytes[object.versionAt()] = 99;
        checksums.repair(bytes);
        assertThatThrownBy(() -> object.read(bytes))
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining(Golden.OBJECT)
                .hasMessageContaining("version 99");
    }
}
