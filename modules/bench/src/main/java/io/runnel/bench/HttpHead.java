package io.runnel.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The head of an HTTP/1.1 message, request or response. */
final class HttpHead {
    private static final int MAX_BYTES = 64 * 1024;

    private final String startLine;
    private final Map<String, String> headers;
    private final byte[] raw;

    private HttpHead(String startLine, Map<String, String> headers, byte[] raw) {
        this.startLine = startLine;
        this.headers = headers;
        this.raw = raw;
    }

    /** Where a head is read from. */
    interface Bytes {
        /** The next byte, or -1 at the end. */
        int read() throws IOException;
    }

    /** The next head, or null if there is none because the peer has closed. */
    static @Nullable HttpHead read(Bytes in) throws IOException {
        ByteArrayOutputStream raw = new ByteArrayOutputStream(512);
        int state = 0; // how much of CR LF CR LF has been seen
        while (state < 4) {
            int b = in.read();
            if (b < 0) {
                if (raw.size() == 0) {
                    return null;
                }
                throw new BrokenAnswerException("the connection ended inside a head");
            }
            raw.write(b);
            if (raw.size() > MAX_BYTES) {
                throw new BrokenAnswerException("a head of more than " + MAX_BYTES + " bytes");
            }
            boolean lineFeed = (state & 1) == 1;
            state = b == (lineFeed ? '\n' : '\r') ? state + 1 : b == '\r' ? 1 : 0;
        }
        return parse(raw.toByteArray());
    }

    private static HttpHead parse(byte[] raw) {
        String[] lines = new String(raw, StandardCharsets.ISO_8859_1).split("\r\n", -1);
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.put(
                        lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).strip());
            }
        }
        return new HttpHead(lines[0], headers, raw);
    }

    /** The request or status line. */
    String startLine() {
        return startLine;
    }

    /** As it came, the empty line at its end included. */
    byte[] raw() {
        return raw;
    }

    int status() throws IOException {
        String[] parts = startLine.split(" ", 3);
        if (parts.length < 2 || !parts[0].startsWith("HTTP/1.") || !parts[1].matches("\\d{3}")) {
            throw new BrokenAnswerException("not a status line: " + startLine);
        }
        return Integer.parseInt(parts[1]);
    }

    String method() {
        return startLine.substring(0, Math.max(startLine.indexOf(' '), 0));
    }

    @Nullable
    String header(String lowerCaseName) {
        return headers.get(lowerCaseName);
    }

    boolean chunked() {
        @Nullable String coding = headers.get("transfer-encoding");
        return coding != null && coding.toLowerCase(Locale.ROOT).contains("chunked");
    }

    /** The length of the body, 0 if none is announced. */
    long contentLength() {
        @Nullable String length = headers.get("content-length");
        return length == null ? 0 : Long.parseLong(length);
    }
}
