package io.runnel.wire;

import io.runnel.model.AppendBatch;
import io.runnel.model.AppendInput;
import io.runnel.model.FencingToken;
import io.runnel.model.Outcome;
import io.runnel.model.Utf8;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The JSON body of an append (contract 2.4.3, 6.8). */
public final class AppendJson {
    private final JsonReader json;
    private final RecordFormat format;
    private final AppendBatch.Builder batch;
    private boolean recordsGiven;
    private @Nullable Long matchSeqNum;
    private @Nullable FencingToken fencingToken;

    private AppendJson(JsonReader json, RecordFormat format, int sizeHint) {
        this.json = json;
        this.format = format;
        this.batch = new AppendBatch.Builder(sizeHint);
    }

    /** @throws BadRequestException {@code bad_json} for defects of the text, otherwise {@code 422} for those of records */
    public static AppendInput decode(byte[] body, RecordFormat format) throws BadRequestException {
        AppendJson append = JsonReader.read(body, json -> new AppendJson(json, format, body.length).read());
        Outcome<AppendBatch> built = append.batch.build();
        AppendBatch batch = built.valueOrNull();
        if (batch == null) {
            throw new BadRequestException(Objects.requireNonNull(built.errorOrNull(), "neither a batch nor an error"));
        }
        return new AppendInput(batch, append.matchSeqNum, append.fencingToken);
    }

    private AppendJson read() throws IOException, BadRequestException {
        json.object(name -> {
            switch (name) {
                case "records" -> {
                    json.array(record -> readRecord());
                    recordsGiven = true;
                }
                case "match_seq_num" -> matchSeqNum = json.orNull(JsonReader::u64);
                case "fencing_token" -> {
                    String token = json.orNull(JsonReader::string);
                    fencingToken = token == null ? null : new FencingToken(token);
                }
                default -> {
                    return false;
                }
            }
            return true;
        });
        if (!recordsGiven) {
            throw json.defect("missing field `records`");
        }
        return this;
    }

    private AppendJson readRecord() throws IOException, BadRequestException {
        json.object(name -> {
            switch (name) {
                case "timestamp" -> {
                    Long timestamp = json.orNull(JsonReader::u64);
                    if (timestamp != null) {
                        batch.timestamp(timestamp);
                    }
                }
                case "headers" -> json.array(header -> readHeader());
                case "body" -> batch.body(bytes(json.string()));
                default -> {
                    return false;
                }
            }
            return true;
        });
        batch.endRecord();
        return this;
    }

    private AppendJson readHeader() throws IOException, BadRequestException {
        byte[][] pair = new byte[2][];
        int[] count = new int[1];
        json.array(part -> {
            if (count[0] == 2) {
                throw json.defect("a header is an array of two strings, got more");
            }
            pair[count[0]++] = bytes(json.string());
            return this;
        });
        if (count[0] != 2) {
            throw json.defect("a header is an array of two strings, got " + count[0]);
        }
        batch.header(pair[0], pair[1]);
        return this;
    }

    private byte[] bytes(String text) {
        if (format == RecordFormat.RAW) {
            return Utf8.bytes(text);
        }
        byte[] decoded = strictBase64(text);
        if (decoded == null) {
            batch.defect("invalid Base64 encoding");
            return new byte[0];
        }
        return decoded;
    }

    /** The standard alphabet, padded, without stray bits in the last character; null for anything else. */
    private static byte @Nullable [] strictBase64(String text) {
        if (text.length() % 4 != 0) {
            return null;
        }
        try {
            byte[] decoded = Base64.getDecoder().decode(text);
            if (text.endsWith("=")) {
                int last = decoded.length - decoded.length % 3;
                byte[] group = Arrays.copyOfRange(decoded, last, decoded.length);
                if (!text.endsWith(Base64.getEncoder().encodeToString(group))) {
                    return null;
                }
            }
            return decoded;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
