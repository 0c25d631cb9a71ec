package io.runnel.wire;

import io.runnel.model.AppendBatch;
import io.runnel.model.AppendInput;
import io.runnel.model.ErrorCode;
import io.runnel.model.FencingToken;
import io.runnel.model.Outcome;
import io.runnel.model.StreamError;
import io.runnel.model.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The protobuf body of an append (contract 11), of a unary request or a frame. Hand-written: it copies every header and
 * body once, straight to where they will stay, and creates nothing per record. Large bodies it does not copy at all.
 */
public final class AppendProto {
    private static final int VARINT = 0;
    private static final int BYTES = 2;

    private AppendProto() {}

    /**
     * @param bytes must not change as long as the batch exists if there may be large bodies ({@link AppendBatch#LARGE_BODY_BYTES})
     * @param undecodable the code of what cannot be decoded: {@code bad_proto} or {@code bad_frame}
     * @throws BadRequestException with that code, or {@code 422} for defects of records, batch or fencing token
     */
    public static AppendInput decode(byte[] bytes, int offset, int length, ErrorCode undecodable)
            throws BadRequestException {
        ProtoReader in = new ProtoReader(bytes, offset, offset + length);
        AppendBatch.Builder batch = new AppendBatch.Builder(length);
        Long matchSeqNum = null;
        String fencingToken = null;
        try {
            while (in.hasMore()) {
                int tag = in.tag();
                switch (tag >>> 3) {
                    case 1 -> {
                        in.expect(tag, BYTES);
                        int until = in.lengthEnd();
                        record(in, until, batch);
                    }
                    case 2 -> {
                        in.expect(tag, VARINT);
                        matchSeqNum = in.varint();
                    }
                    case 3 -> {
                        in.expect(tag, BYTES);
                        int until = in.lengthEnd();
                        if (!Utf8Text.isValid(bytes, in.at(), until)) {
                            throw new ProtoReader.Defect("fencing_token is not valid UTF-8");
                        }
                        fencingToken = new String(bytes, in.at(), until - in.at(), StandardCharsets.UTF_8);
                        in.skipTo(until);
                    }
                    default -> in.skip(tag);
                }
            }
        } catch (ProtoReader.Defect e) {
            String what = undecodable == ErrorCode.BAD_FRAME ? "Failed to decode S2S frame: " : "Invalid protobuf: ";
            throw new BadRequestException(undecodable, what + e.getMessage());
        }
        Outcome<AppendBatch> built = batch.build();
        AppendBatch valid = built.valueOrNull();
        if (valid == null) {
            throw new BadRequestException(Objects.requireNonNull(built.errorOrNull(), "neither a batch nor an error"));
        }
        return new AppendInput(valid, matchSeqNum, token(fencingToken));
    }

    private static @Nullable FencingToken token(@Nullable String text) throws BadRequestException {
        if (text == null) {
            return null;
        }
        int length = Utf8.length(text);
        if (length > FencingToken.MAX_BYTES) {
            throw new BadRequestException(StreamError.invalid(
                    "fencing token must not exceed " + FencingToken.MAX_BYTES + " bytes in length, got " + length));
        }
        return new FencingToken(text);
    }

    private static void record(ProtoReader in, int until, AppendBatch.Builder batch) throws ProtoReader.Defect {
        int outer = in.limit(until);
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag >>> 3) {
                case 1 -> {
                    in.expect(tag, VARINT);
                    batch.timestamp(in.varint());
                }
                case 2 -> {
                    in.expect(tag, BYTES);
                    header(in, in.lengthEnd(), batch);
                }
                case 3 -> {
                    in.expect(tag, BYTES);
                    int end = in.lengthEnd();
                    batch.body(in.bytes(), in.at(), end - in.at());
                    in.skipTo(end);
                }
                default -> in.skip(tag);
            }
        }
        in.limit(outer);
        batch.endRecord();
    }

    private static void header(ProtoReader in, int until, AppendBatch.Builder batch) throws ProtoReader.Defect {
        int outer = in.limit(until);
        int nameAt = 0;
        int nameLength = 0;
        int valueAt = 0;
        int valueLength = 0;
        while (in.hasMore()) {
            int tag = in.tag();
            int field = tag >>> 3;
            if (field == 1 || field == 2) {
                in.expect(tag, BYTES);
                int end = in.lengthEnd();
                if (field == 1) {
                    nameAt = in.at();
                    nameLength = end - nameAt;
                } else {
                    valueAt = in.at();
                    valueLength = end - valueAt;
                }
                in.skipTo(end);
            } else {
                in.skip(tag);
            }
        }
        in.limit(outer);
        batch.header(in.bytes(), nameAt, nameLength, in.bytes(), valueAt, valueLength);
    }
}
