package io.runnel.commands;

import io.runnel.sdk.AppendInput;
import io.runnel.sdk.FencingToken;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** On what conditions something is appended. A picocli mixin. */
final class ConditionOptions {
    @Option(
            names = {"-f", "--fencing-token"},
            paramLabel = "TOKEN",
            converter = TokenConverter.class,
            description = "Append only if the stream has this fencing token, of at most 36 bytes.")
    @Nullable
    FencingToken fencingToken;

    @Option(
            names = {"-m", "--match-seq-num"},
            paramLabel = "N",
            converter = U64.Converter.class,
            description = "Append only if the first record gets this sequence number.")
    @Nullable
    Long matchSeqNum;

    AppendInput applyTo(AppendInput input) {
        AppendInput matching = matchSeqNum == null ? input : input.matchingSeqNum(matchSeqNum);
        return fencingToken == null ? matching : matching.withFencingToken(fencingToken);
    }

    /** From the command line. */
    static final class TokenConverter implements ITypeConverter<FencingToken> {
        @Override
        public FencingToken convert(String text) {
            try {
                return new FencingToken(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
