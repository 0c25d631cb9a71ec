package io.runnel.wire;

import io.runnel.model.BasinName;
import io.runnel.model.ErrorCode;
import io.runnel.model.InvalidNameException;
import io.runnel.model.StreamName;
import io.runnel.model.Utf8;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Percent-encoding as this API reads it (contract 1.9): a {@code %} without two hex digits is literal text. */
public final class Percent {
    private Percent() {}

    /**
     * The basin named by a path segment.
     *
     * @throws BadRequestException {@code bad_path}
     */
    public static BasinName basin(String segment) throws BadRequestException {
        try {
            return new BasinName(decodeSegment(segment));
        } catch (InvalidNameException e) {
            throw defect(String.valueOf(e.getMessage()));
        }
    }

    /**
     * The stream named by a path segment.
     *
     * @throws BadRequestException {@code bad_path}
     */
    public static StreamName stream(String segment) throws BadRequestException {
        try {
            return new StreamName(decodeSegment(segment));
        } catch (InvalidNameException e) {
            throw defect(String.valueOf(e.getMessage()));
        }
    }

    /**
     * The access token named by a path segment.
     *
     * @throws BadRequestException {@code bad_path}
     */
    public static String accessTokenId(String segment) throws BadRequestException {
        try {
            return Names.checkTokenId(decodeSegment(segment));
        } catch (InvalidNameException e) {
            throw defect(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Decodes one segment of a path, once; {@code +} is literal.
     *
     * @param segment as it came; characters beyond ASCII stand for their UTF-8 bytes
     */
    static String decodeSegment(String segment) throws BadRequestException {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        byte[] bytes = decode(segment, false);
        if (!Utf8Text.isValid(bytes, 0, bytes.length)) {
            throw defect("not valid UTF-8 after percent-decoding");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Decodes a name or value of a form; bytes that are not UTF-8 become U+FFFD. */
    static String decodeForm(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        byte[] bytes = decode(text, true);
        return Utf8Text.lossy(bytes, 0, bytes.length);
    }

    private static byte[] decode(String text, boolean plusIsBlank) {
        byte[] in = Utf8.bytes(text);
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
        for (int i = 0; i < in.length; i++) {
            int high = in[i] == '%' && i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(in[i + 2], 16) : -1;
            if (low >= 0) {
                out.write(high << 4 | low);
                i += 2;
            } else {
                out.write(plusIsBlank && in[i] == '+' ? ' ' : in[i]);
            }
        }
        return out.toByteArray();
    }

    private static BadRequestException defect(String message) {
        return new BadRequestException(ErrorCode.BAD_PATH, "Invalid URL: " + message);
    }
}
