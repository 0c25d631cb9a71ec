package io.runnel.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.runnel.model.ErrorCode;
import io.runnel.model.InvalidNameException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pulls values out of a JSON document by the rules of contract 1.9 and 15.10: unknown fields are skipped, known ones may
 * not repeat, integers are plain decimals, text is well-formed. Every defect is a {@link BadRequestException} with the
 * given code.
 */
final class JsonReader {
    /** What a document may nest; beyond it the document is refused rather than followed. */
    private static final int MAX_DEPTH = 1000;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .configure(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES, false)
            .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final JsonParser parser;
    private final ErrorCode code;
    private final String prefix;
    private final boolean refuseUnknown;

    private JsonReader(JsonParser parser, ErrorCode code, String prefix, boolean refuseUnknown) {
        this.parser = parser;
        this.code = code;
        this.prefix = prefix;
        this.refuseUnknown = refuseUnknown;
    }

    /** Reads a part of a document, which the reader stands on. */
    interface Part<T> {
        T read(JsonReader json) throws IOException, BadRequestException;
    }

    /** Reads the value of a field, which the reader stands on; false if the field is unknown. */
    interface Field {
        boolean read(String name) throws IOException, BadRequestException;
    }

    /** Reads a whole document. */
    static <T> T read(byte[] document, ErrorCode code, String prefix, boolean refuseUnknown, Part<T> part)
            throws BadRequestException {
        try (JsonParser parser = FACTORY.createParser(text(document))) {
            JsonReader json = new JsonReader(parser, code, prefix, refuseUnknown);
            if (parser.nextToken() == null) {
                throw json.defect("the document is empty");
            }
            T value = part.read(json);
            if (parser.nextToken() != null) {
                throw json.defect("trailing characters");
            }
            return value;
        } catch (InvalidNameException e) {
            throw new BadRequestException(code, prefix + e.getMessage());
        } catch (IOException e) {
            throw new BadRequestException(code, prefix + firstLine(e));
        }
    }

    /** The document as text; where it is not UTF-8 it shows what {@link #string} refuses and skipped values may hold. */
    private static String text(byte[] document) {
        String text = new String(document, StandardCharsets.UTF_8);
        return text.indexOf('\uFFFD') < 0 || Utf8Text.isValid(document, 0, document.length)
                ? text
                : Utf8Text.surrogating(document);
    }

    static <T> T read(byte[] document, Part<T> part) throws BadRequestException {
        return read(document, ErrorCode.BAD_JSON, "Invalid JSON: ", false, part);
    }

    void object(Field field) throws IOException, BadRequestException {
        object(refuseUnknown, field);
    }

    void object(boolean refuseUnknown, Field field) throws IOException, BadRequestException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw defect("expected an object, got " + describe());
        }
        List<String> seen = new ArrayList<>(4);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (field.read(name)) {
                if (seen.contains(name)) {
                    throw defect("duplicate field `" + name + "`");
                }
                seen.add(name);
            } else if (refuseUnknown) {
                throw defect("unknown field `" + name + "`");
            } else {
                parser.skipChildren();
            }
        }
    }

    /** Calls {@code element} for each element of an array, standing on it. */
    void array(Part<?> element) throws IOException, BadRequestException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw defect("expected an array, got " + describe());
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            element.read(this);
        }
    }

    /** Whether the value is {@code null}. */
    boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    <T> @Nullable T orNull(Part<T> part) throws IOException, BadRequestException {
        return isNull() ? null : part.read(this);
    }

    String string() throws IOException, BadRequestException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw defect("expected a string, got " + describe());
        }
        String text = parser.getText();
        if (!Utf8Text.isEncodable(text)) {
            throw defect("a string is not valid Unicode");
        }
        return text;
    }

    boolean bool() throws IOException, BadRequestException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw defect("expected a boolean, got " + describe());
        };
    }

    /** An unsigned 64-bit integer. */
    long u64() throws IOException, BadRequestException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            Long value = UnsignedText.parse(parser.getText());
            if (value != null) {
                return value;
            }
        }
        throw defect("expected an integer from 0 to 2^64-1, got " + describe());
    }

    /** Steps over the value, whatever it is. */
    void skip() throws IOException {
        parser.skipChildren();
    }

    BadRequestException defect(String message) {
        var at = parser.currentTokenLocation();
        return new BadRequestException(
                code, prefix + message + " at line " + at.getLineNr() + " column " + at.getColumnNr());
    }

    private String describe() throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            return "the end";
        }
        if (token == JsonToken.START_OBJECT) {
            return "an object";
        }
        if (token == JsonToken.START_ARRAY) {
            return "an array";
        }
        String text = parser.getText();
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    private static String firstLine(IOException e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        String line = end < 0 ? message : message.substring(0, end);
        return line.length() <= 200 ? line : line.substring(0, 200) + "…";
    }
}
