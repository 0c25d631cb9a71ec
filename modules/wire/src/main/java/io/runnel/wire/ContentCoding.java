package io.runnel.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Negotiates compression from {@code accept-encoding} (contract 1.7, 8.3, 15.8). */
public final class ContentCoding {
    private static final Pattern WEIGHT = Pattern.compile("[qQ]=(0(\\.\\d{0,3})?|1(\\.0{0,3})?)");

    /** @param thousandths from 0 to 1000; -1 for what is no weight */
    private record Weighted(String token, int thousandths) {}

    private ContentCoding() {}

    /**
     * The coding of a unary response that is long enough.
     *
     * @param acceptEncoding all lines of the header, joined by commas; null if there are none
     */
    public static Compression forBody(@Nullable String acceptEncoding) {
        int zstd = -1;
        int gzip = -1;
        int identity = -1;
        int other = -1;
        for (Weighted entry : parse(acceptEncoding)) {
            switch (entry.token()) {
                case "zstd" -> zstd = Math.max(zstd, entry.thousandths());
                case "gzip", "x-gzip" -> gzip = Math.max(gzip, entry.thousandths());
                case "identity" -> identity = Math.max(identity, entry.thousandths());
                case "*" -> other = Math.max(other, entry.thousandths());
                default -> {}
            }
        }
        zstd = zstd < 0 ? other : zstd;
        gzip = gzip < 0 ? other : gzip;
        identity = identity < 0 ? other : identity;
        if (zstd > 0 && zstd >= gzip && zstd >= identity) {
            return Compression.ZSTD;
        }
        // Where everything is refused the answer goes out uncompressed (contract 14).
        return gzip > 0 && gzip >= identity ? Compression.GZIP : Compression.NONE;
    }

    /**
     * The coding of a session's frames: zstd before gzip; weights do not matter, but zero refuses.
     *
     * @param acceptEncoding all lines of the header, joined by commas; null if there are none
     */
    public static Compression forFrames(@Nullable String acceptEncoding) {
        boolean gzip = false;
        for (Weighted entry : parse(acceptEncoding)) {
            // Only zero is heeded, so a weight that cannot be read does no harm here.
            if (entry.thousandths() != 0) {
                if (entry.token().equals("zstd")) {
                    return Compression.ZSTD;
                }
                gzip |= entry.token().equals("gzip");
            }
        }
        return gzip ? Compression.GZIP : Compression.NONE;
    }

    /**
     * The coding of a request body.
     *
     * @param header the value of {@code content-encoding}, or null if absent
     * @return null if it is one we answer {@code 415}
     */
    public static @Nullable Compression ofRequest(@Nullable String header) {
        if (header == null) {
            return Compression.NONE;
        }
        return switch (header) {
            case "identity" -> Compression.NONE;
            case "gzip" -> Compression.GZIP;
            case "zstd" -> Compression.ZSTD;
            default -> null;
        };
    }

    private static List<Weighted> parse(@Nullable String header) {
        if (header == null) {
            return List.of();
        }
        List<Weighted> entries = new ArrayList<>(4);
        for (String part : header.split(",", -1)) {
            String[] pieces = part.split(";", -1);
            String token = pieces[0].strip().toLowerCase(Locale.ROOT);
            int weight = pieces.length == 1 ? 1000 : pieces.length == 2 ? weight(pieces[1].strip()) : -1;
            if (!token.isEmpty()) {
                entries.add(new Weighted(token, weight));
            }
        }
        return entries;
    }

    /** {@code q=0} to {@code q=1} with at most three decimals, in thousandths; -1 if it is not that. */
    private static int weight(String text) {
        if (!WEIGHT.matcher(text).matches()) {
            return -1;
        }
        return Math.round(Float.parseFloat(text.substring(2)) * 1000);
    }
}
