package io.runnel.wire;

import io.runnel.model.BasinName;
import io.runnel.model.ErrorCode;
import io.runnel.model.InvalidNameException;
import io.runnel.model.Page;
import io.runnel.model.ReadRequest;
import io.runnel.model.ReadStart;
import io.runnel.model.StreamError;
import io.runnel.model.StreamName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query string (contract 1.9): form-urlencoded, unknown names ignored, known ones at most once.
 * Every defect is {@code bad_query}, but for the two rules about starts that are {@code 422}.
 */
public final class Query {
    private static final Set<String> READ =
            Set.of("seq_num", "timestamp", "tail_offset", "clamp", "count", "bytes", "until", "wait");
    private static final Set<String> LIST = Set.of("prefix", "start_after", "limit");
    private static final Set<String> METRICS = Set.of("set", "start", "end", "interval");
    private static final long MAX_U32 = 0xFFFF_FFFFL;

    private final Map<String, String> values = new HashMap<>();

    private Query(@Nullable String raw, Set<String> known) throws BadRequestException {
        if (raw == null) {
            return;
        }
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = Percent.decodeForm(equals < 0 ? pair : pair.substring(0, equals));
            if (known.contains(name)) {
                String value = equals < 0 ? "" : Percent.decodeForm(pair.substring(equals + 1));
                if (values.put(name, value) != null) {
                    throw defect("duplicate field `" + name + "`");
                }
            }
        }
    }

    /**
     * A read as its parameters describe it, without the bounds of unary reads.
     *
     * @param raw the query string as it came, without its question mark; null if there is none
     */
    public static Read read(@Nullable String raw) throws BadRequestException {
        Query query = new Query(raw, READ);
        return new Read(
                query.u64("seq_num"),
                query.u64("timestamp"),
                query.u64("tail_offset"),
                query.bool("clamp"),
                query.u64("count"),
                query.u64("bytes"),
                query.u64("until"),
                query.u32("wait"));
    }

    /** The parameters of a read; unsigned, null where absent. */
    public record Read(
            @Nullable Long seqNum,
            @Nullable Long timestamp,
            @Nullable Long tailOffset,
            boolean clamp,
            @Nullable Long count,
            @Nullable Long bytes,
            @Nullable Long until,
            @Nullable Long waitSecs) {

        /** The same with the bounds of a unary read (contract 7.2). */
        public Read unary() {
            return new Read(
                    seqNum,
                    timestamp,
                    tailOffset,
                    clamp,
                    least(count, io.runnel.model.Limits.MAX_BATCH_RECORDS),
                    least(bytes, io.runnel.model.Limits.MAX_BATCH_METERED_BYTES),
                    until,
                    waitSecs == null ? null : Math.min(waitSecs, 60));
        }

        /**
         * The read, with its start checked.
         *
         * @param resumed whether the start will be replaced by that of a {@code last-event-id}: then a timestamp is not
         *     held against {@code until}
         * @throws BadRequestException {@code 422} for more than one start, or a timestamp not below {@code until}
         */
        public ReadRequest request(boolean resumed) throws BadRequestException {
            int starts = (seqNum != null ? 1 : 0) + (timestamp != null ? 1 : 0) + (tailOffset != null ? 1 : 0);
            if (starts > 1) {
                throw new BadRequestException(
                        StreamError.invalid("only one of seq_num, timestamp, or tail_offset can be provided"));
            }
            if (!resumed && timestamp != null && until != null && Long.compareUnsigned(timestamp, until) >= 0) {
                throw new BadRequestException(StreamError.invalid("start `timestamp` exceeds or equal to `until`"));
            }
            ReadStart start = seqNum != null
                    ? new ReadStart.SeqNum(seqNum)
                    : timestamp != null
                            ? new ReadStart.Timestamp(timestamp)
                            : new ReadStart.TailOffset(tailOffset == null ? 0 : tailOffset);
            return new ReadRequest(start, clamp, count, bytes, until, waitSecs);
        }

        private static Long least(@Nullable Long given, long most) {
            return given == null || Long.compareUnsigned(given, most) > 0 ? Long.valueOf(most) : given;
        }
    }

    public static Page.Request listBasins(@Nullable String raw) throws BadRequestException {
        return new Query(raw, LIST).page((field, value) -> BasinName.checkFragment("basin " + field, value));
    }

    public static Page.Request listStreams(@Nullable String raw) throws BadRequestException {
        return new Query(raw, LIST).page((field, value) -> StreamName.checkFragment("stream " + field, value));
    }

    public static Page.Request listAccessTokens(@Nullable String raw) throws BadRequestException {
        return new Query(raw, LIST)
                .page((field, value) -> Names.checkTokenIdFragment("access token id " + field, value));
    }

    /** Which metrics are asked about (contract 2.5.3). */
    public enum MetricsLevel {
        ACCOUNT("active-basins", "account-ops", "estimated-billable-usage"),
        BASIN("storage", "append-ops", "read-ops", "append-throughput", "read-throughput", "basin-ops"),
        STREAM("storage");

        @SuppressWarnings("ImmutableEnumChecker") // List.of gives immutable lists
        private final List<String> sets;

        MetricsLevel(String... sets) {
            this.sets = List.of(sets);
        }
    }

    /** Checks a request for metrics as far as its syntax goes. */
    public static void checkMetrics(@Nullable String raw, MetricsLevel level) throws BadRequestException {
        Query query = new Query(raw, METRICS);
        String set = query.values.get("set");
        if (set == null) {
            throw defect("missing field `set`");
        }
        if (!level.sets.contains(set)) {
            throw defect("unknown set `" + set + "`, expected one of " + String.join(", ", level.sets));
        }
        query.u32("start");
        query.u32("end");
        String interval = query.values.get("interval");
        if (interval != null && !List.of("minute", "hour", "day").contains(interval)) {
            throw defect("unknown interval `" + interval + "`, expected one of minute, hour, day");
        }
    }

    private interface FragmentCheck {
        String check(String field, String value);
    }

    private Page.Request page(FragmentCheck check) throws BadRequestException {
        try {
            String prefix = check.check("prefix", values.getOrDefault("prefix", ""));
            String startAfter = check.check("start-after", values.getOrDefault("start_after", ""));
            Long limit = u64("limit");
            return new Page.Request(prefix, startAfter, limit == null ? 0 : limit);
        } catch (InvalidNameException e) {
            throw defect(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Long u64(String name) throws BadRequestException {
        String text = values.get(name);
        if (text == null) {
            return null;
        }
        Long value = UnsignedText.parse(text);
        if (value == null) {
            throw defect("`" + name + "` must be an integer from 0 to 2^64-1, got `" + text + "`");
        }
        return value;
    }

    private @Nullable Long u32(String name) throws BadRequestException {
        Long value = u64(name);
        if (value != null && Long.compareUnsigned(value, MAX_U32) > 0) {
            throw defect("`" + name + "` must be an integer from 0 to 2^32-1, got `" + values.get(name) + "`");
        }
        return value;
    }

    private boolean bool(String name) throws BadRequestException {
        String text = values.get(name);
        if (text == null || text.equals("false")) {
            return false;
        }
        if (text.equals("true")) {
            return true;
        }
        throw defect("`" + name + "` must be true or false, got `" + text + "`");
    }

    private static BadRequestException defect(String message) {
        return new BadRequestException(ErrorCode.BAD_QUERY, "Failed to deserialize query string: " + message);
    }
}
