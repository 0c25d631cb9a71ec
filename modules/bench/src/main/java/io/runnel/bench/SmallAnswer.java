package io.runnel.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The answer to a unary append, as small as it is: put together from what arrives, and looked at without being parsed. */
final class SmallAnswer {
    private static final byte[] HEAD_END = ascii("\r\n\r\n");
    private static final byte[] CONTENT_LENGTH = ascii("content-length:");
    private static final byte[] SEQ_NUM = ascii("\"seq_num\":");
    private static final int STATUS_AT = "HTTP/1.1 ".length();

    private byte[] bytes = new byte[1024];
    private int length;
    private int bodyAt = -1;
    private int end;
    private long startSeqNum;

    /** Takes more bytes; true when the answer is complete, after which the next call begins another. */
    boolean take(ByteBuffer more) throws BrokenAnswerException {
        int added = more.remaining();
        if (length + added > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * (length + added));
        }
        more.get(bytes, length, added);
        length += added;
        if (bodyAt < 0) {
            int headEnd = find(HEAD_END, 0, length);
            if (headEnd < 0) {
                return false;
            }
            bodyAt = headEnd;
            int lengthAt = find(CONTENT_LENGTH, 0, headEnd);
            if (lengthAt < 0) {
                throw new BrokenAnswerException("an answer without content-length: " + text());
            }
            end = bodyAt + (int) number(lengthAt);
        }
        if (length < end) {
            return false;
        }
        if (bytes[STATUS_AT] != '2' || length > end) {
            throw new BrokenAnswerException("an append was answered by " + text());
        }
        int seqNumAt = find(SEQ_NUM, bodyAt, end);
        if (seqNumAt < 0) {
            throw new BrokenAnswerException("no acknowledgement: " + text());
        }
        startSeqNum = number(seqNumAt);
        length = 0;
        bodyAt = -1;
        return true;
    }

    /** The number that the record has got; of the last answer that was complete. */
    long startSeqNum() {
        return startSeqNum;
    }

    /** Where what follows {@code wanted} begins, or -1. ASCII letters of the bytes are compared as lower case. */
    private int find(byte[] wanted, int from, int until) {
        for (int at = from; at + wanted.length <= until; at++) {
            int same = 0;
            while (same < wanted.length && lower(bytes[at + same]) == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return at + same;
            }
        }
        return -1;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }

    private long number(int from) {
        int at = from;
        while (bytes[at] == ' ') {
            at++;
        }
        long value = 0;
        for (; at < length && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
            value = value * 10 + bytes[at] - '0';
        }
        return value;
    }

    private String text() {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
