package io.runnel.wire;

import io.runnel.model.ErrorCode;
import org.jspecify.annotations.Nullable;

/** How the bytes of records map to JSON strings: the header {@code s2-format} (contract 1.5 and 6.8). */
public enum RecordFormat {
    RAW,
    BASE64;

    /** @param header the value of {@code s2-format}, or null if absent */
    public static RecordFormat parse(@Nullable String header) throws BadRequestException {
        if (header == null) {
            return RAW;
        }
        return switch (header.strip()) {
            case "raw", "json" -> RAW;
            case "base64", "json-binsafe" -> BASE64;
            default ->
                throw new BadRequestException(
                        ErrorCode.BAD_HEADER,
                        "Invalid header `s2-format`: must be raw, json, base64 or json-binsafe, got " + header);
        };
    }
}
