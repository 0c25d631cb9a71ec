package io.runnel.commands;

import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NumericNode;
import java.math.BigInteger;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Unsigned 64-bit numbers, kept in a {@code long}. */
final class U64 {
    private U64() {}

    static BigInteger big(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }

    static NumericNode json(long value) {
        return value >= 0 ? LongNode.valueOf(value) : BigIntegerNode.valueOf(big(value));
    }

    /** From the command line. */
    static final class Converter implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            try {
                return Long.parseUnsignedLong(text);
            } catch (NumberFormatException e) {
                throw new TypeConversionException("a number is 0 to 18446744073709551615, was '" + text + "'");
            }
        }
    }
}
