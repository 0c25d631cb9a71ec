package io.runnel.commands;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.runnel.sdk.Header;
import io.runnel.sdk.SequencedRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Whole records as objects, commands too: they have one header with an empty name. */
final class JsonRecordPrinter implements RecordPrinter {
    private static final SerializableString SEQ_NUM = new SerializedString("seq_num");
    private static final SerializableString TIMESTAMP = new SerializedString("timestamp");
    private static final SerializableString HEADERS = new SerializedString("headers");
    private static final SerializableString BODY = new SerializedString("body");

    private final OutputStream out;
    private final boolean base64;
    private final JsonGenerator json;
    private final Body body = new Body();

    JsonRecordPrinter(OutputStream out, boolean base64) throws IOException {
        this.out = out;
        this.base64 = base64;
        this.json = new JsonFactory()
                .setRootValueSeparator(null)
                .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM)
                .createGenerator(out, JsonEncoding.UTF8);
    }

    @Override
    public void print(SequencedRecord record) throws IOException {
        json.writeStartObject();
        writeNumber(SEQ_NUM, record.seqNum());
        writeNumber(TIMESTAMP, record.timestamp());
        List<Header> headers = record.headers();
        if (!headers.isEmpty()) {
            json.writeFieldName(HEADERS);
            json.writeStartArray();
            for (Header each : headers) {
                json.writeStartArray();
                write(each.name(), each.nameText());
                write(each.value(), each.valueText());
                json.writeEndArray();
            }
            json.writeEndArray();
        }
        if (record.bodyLength() > 0) {
            json.writeFieldName(BODY);
            writeBody(record);
        }
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private void writeBody(SequencedRecord record) throws IOException {
        if (base64) {
            body.take(record);
            json.writeBinary(Base64Variants.MIME_NO_LINEFEEDS, body.bytes(), 0, body.length());
        } else {
            body.takeText(record);
            json.writeUTF8String(body.bytes(), 0, body.length());
        }
    }

    private void write(byte[] bytes, String text) throws IOException {
        if (base64) {
            json.writeBinary(Base64Variants.MIME_NO_LINEFEEDS, bytes, 0, bytes.length);
        } else {
            json.writeString(text);
        }
    }

    private void writeNumber(SerializableString name, long value) throws IOException {
        json.writeFieldName(name);
        if (value >= 0) {
            json.writeNumber(value);
        } else {
            json.writeNumber(U64.big(value));
        }
    }

    @Override
    public void flush() throws IOException {
        json.flush(); // no further than to the stream below
        out.flush();
    }
}
