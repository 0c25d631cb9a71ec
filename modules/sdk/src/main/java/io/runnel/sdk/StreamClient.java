package io.runnel.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.handler.codec.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A handle on a stream: its records. Safe for use by any thread; not to be closed. */
public final class StreamClient {
    final Shared shared;
    private final String basin;
    private final String name;
    private final @Nullable EncryptionKey key;
    private final @Nullable StreamConfig creation;

    StreamClient(
            Shared shared, String basin, String name, @Nullable EncryptionKey key, @Nullable StreamConfig creation) {
        this.shared = shared;
        this.basin = basin;
        this.name = name;
        this.key = key;
        this.creation = creation;
    }

    /** The name of the stream's basin. */
    public String basin() {
        return basin;
    }

    /** The stream's name. */
    public String name() {
        return name;
    }

    /** A handle on the same stream that encrypts and decrypts with this key; null for none. */
    public StreamClient withEncryptionKey(@Nullable EncryptionKey value) {
        return new StreamClient(shared, basin, name, value, creation);
    }

    /** A handle on the same stream whose appends and reads give it this configuration if they create it. */
    public StreamClient withCreationConfig(StreamConfig value) {
        return new StreamClient(shared, basin, name, key, value);
    }

    /**
     * Appends a batch; completes when it is durable.
     *
     * @return fails with {@link SeqNumMismatchException} or {@link FencingTokenMismatchException} if a condition does not hold,
     *     and with {@link IndefiniteAppendException} if it is not known whether the batch was appended
     */
    public CompletableFuture<AppendAck> append(AppendInput input) {
        Call call = records("append", HttpMethod.POST)
                .header("content-type", Call.PROTOBUF)
                .header("accept", Call.PROTOBUF);
        call.body = input.message();
        call.append = true;
        return shared.caller.call(call, answer -> {
            AppendAck ack = ProtoInput.appendAck(answer.body(), 0, answer.body().length);
            if (ack.end().seqNum() - ack.start().seqNum() != input.size()) {
                throw new ProtocolException("the acknowledgement is for another number of records");
            }
            return ack;
        });
    }

    /** Appends records as one batch; see {@link #append(AppendInput)}. */
    public CompletableFuture<AppendAck> append(AppendRecord... records) {
        return append(AppendInput.of(records));
    }

    /**
     * Reads once: at most 1000 records and 1 MiB.
     *
     * @return a batch, perhaps without records; fails with {@link RangeNotSatisfiableException} if the read begins beyond the
     *     tail, or at the tail and does not wait
     */
    public CompletableFuture<ReadBatch> read(ReadOptions options) {
        Call call = readCall("read", options).header("accept", Call.PROTOBUF);
        Long wait = options.waitSeconds();
        if (wait != null) {
            call.query("wait", Math.min(wait, 60));
            call.moreSeconds = Math.min(wait, 60);
        }
        return shared.caller.call(call, answer -> {
            ReadBatch batch = ReadBatch.decode(answer.body(), 0, answer.body().length);
            return options.ignoreCommandRecords() ? batch.withoutCommands() : batch;
        });
    }

    /** The tail: the number that the next record will get, and the timestamp of the last one. */
    public CompletableFuture<Position> checkTail() {
        Call call = Call.basin("check-tail", HttpMethod.GET, path() + "/tail", basin);
        return shared.caller.call(call, answer -> {
            JsonNode json = answer.json();
            return Json.position(Json.required(json, "tail"));
        });
    }

    /** A session that appends batches; see {@link AppendSession}. */
    public AppendSession appendSession(AppendSessionOptions options) {
        return AppendSession.open(this, options);
    }

    /** A session that appends batches, with {@link AppendSessionOptions#DEFAULT}. */
    public AppendSession appendSession() {
        return appendSession(AppendSessionOptions.DEFAULT);
    }

    /** A producer, which appends records one by one; see {@link Producer}. */
    public Producer producer(ProducerOptions options) {
        return Producer.open(this, options);
    }

    /** A producer with {@link ProducerOptions#DEFAULT}. */
    public Producer producer() {
        return producer(ProducerOptions.DEFAULT);
    }

    /** A session that reads, and follows if need be; see {@link ReadSession}. */
    public ReadSession readSession(ReadSessionOptions options) {
        return ReadSession.open(this, options);
    }

    /** A session that reads, with defaults for the rest; see {@link ReadSessionOptions#of}. */
    public ReadSession readSession(ReadOptions options) {
        return readSession(ReadSessionOptions.of(options));
    }

    private String path() {
        return "/streams/" + Call.segment(name) + "/records";
    }

    /** A request on the records, with what appends and reads have in common. */
    Call records(String operation, HttpMethod method) {
        Call call = Call.basin(operation, method, path(), basin);
        call.key = key;
        if (creation != null) {
            call.header("s2-stream-config", ascii(Json.bytes(ConfigJson.of(creation))));
        }
        return call;
    }

    /** A read but for its wait. */
    Call readCall(String operation, ReadOptions options) {
        Call call = records(operation, HttpMethod.GET);
        ReadStart start = options.start();
        if (start instanceof ReadStart.SeqNum at) {
            call.query("seq_num", Long.toUnsignedString(at.seqNum()));
        } else if (start instanceof ReadStart.Timestamp at) {
            call.query("timestamp", Long.toUnsignedString(at.timestamp()));
        } else if (start instanceof ReadStart.TailOffset at) {
            call.query("tail_offset", Long.toUnsignedString(at.offset()));
        }
        if (options.clamp()) {
            call.query("clamp", true);
        }
        return call.query("count", unsigned(options.count()))
                .query("bytes", unsigned(options.bytes()))
                .query("until", unsigned(options.until()));
    }

    private static @Nullable String unsigned(@Nullable Long value) {
        return value == null ? null : Long.toUnsignedString(value);
    }

    /** Headers take ASCII only; JSON can say everything with it. */
    private static String ascii(byte[] json) {
        StringBuilder text = new StringBuilder(json.length);
        for (char c : new String(json, StandardCharsets.UTF_8).toCharArray()) {
            if (c < 0x7F) {
                text.append(c);
            } else {
                text.append(String.format("\\u%04x", (int) c));
            }
        }
        return text.toString();
    }
}
