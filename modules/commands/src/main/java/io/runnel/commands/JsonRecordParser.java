package io.runnel.commands;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.runnel.sdk.AppendRecord;
import io.runnel.sdk.Header;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records as objects: {@code timestamp}, {@code headers} and {@code body}, each of which may be left out. {@code seq_num} is passed
 * over, so that what was read can be appended elsewhere; other fields are taken for mistakes.
 */
final class JsonRecordParser implements RecordParser {
    private static final byte[] NOTHING = {};
    private static final BigInteger END = BigInteger.ONE.shiftLeft(Long.SIZE);

    private final JsonFactory json = new JsonFactory();
    private final boolean base64;

    JsonRecordParser(boolean base64) {
        this.base64 = base64;
    }

    @Override
    public AppendRecord parse(byte[] bytes, int from, int until) throws MalformedRecordException {
        try (JsonParser in = json.createParser(bytes, from, until - from)) {
            AppendRecord record = record(in);
            if (in.nextToken() != null) {
                throw new MalformedRecordException("there is something after the object");
            }
            return record;
        } catch (JsonProcessingException e) {
            throw new MalformedRecordException("it is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new MalformedRecordException("it is not JSON in UTF-8");
        }
    }

    private AppendRecord record(JsonParser in) throws IOException, MalformedRecordException {
        if (in.nextToken() != JsonToken.START_OBJECT) {
            throw new MalformedRecordException("a record is an object with timestamp, headers and body");
        }
        byte[] body = NOTHING;
        List<Header> headers = List.of();
        Long timestamp = null;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            switch (field) {
                case "body" -> body = in.currentToken() == JsonToken.VALUE_NULL ? NOTHING : bytes(in, field);
                case "headers" -> headers = headers(in);
                case "timestamp" -> timestamp = number(in);
                case "seq_num" -> in.skipChildren();
                default -> throw new MalformedRecordException("a record has no field '" + field + "'");
            }
        }
        AppendRecord record = AppendRecord.of(body).withHeaders(headers);
        return timestamp == null ? record : record.withTimestamp(timestamp);
    }

    private List<Header> headers(JsonParser in) throws IOException, MalformedRecordException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return List.of();
        }
        List<Header> headers = new ArrayList<>();
        require(in.currentToken() == JsonToken.START_ARRAY);
        while (in.nextToken() != JsonToken.END_ARRAY) {
            require(in.currentToken() == JsonToken.START_ARRAY);
            in.nextToken();
            byte[] name = bytes(in, "header");
            in.nextToken();
            headers.add(Header.of(name, bytes(in, "header")));
            require(in.nextToken() == JsonToken.END_ARRAY);
        }
        return headers;
    }

    private static void require(boolean good) throws MalformedRecordException {
        if (!good) {
            throw new MalformedRecordException("headers are an array of arrays of a name and a value");
        }
    }

    private byte[] bytes(JsonParser in, String what) throws IOException, MalformedRecordException {
        if (in.currentToken() != JsonToken.VALUE_STRING) {
            throw new MalformedRecordException("a " + what + " is a string");
        }
        String text = in.getText();
        if (!base64) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedRecordException("a " + what + " is not base64");
        }
    }

    private static @Nullable Long number(JsonParser in) throws IOException, MalformedRecordException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        BigInteger value = in.currentToken() == JsonToken.VALUE_NUMBER_INT ? in.getBigIntegerValue() : END;
        if (value.signum() < 0 || value.compareTo(END) >= 0) {
            throw new MalformedRecordException("a timestamp is a number from 0 to 18446744073709551615");
        }
        return value.longValue();
    }
}
