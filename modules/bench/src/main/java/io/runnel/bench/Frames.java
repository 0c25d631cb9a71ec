package io.runnel.bench;

import java.io.IOException;

/** The S2S frames of an answer (contract 8.1). */
final class Frames {
    private static final int TERMINAL = 0x80;
    private static final int COMPRESSION = 0x60;

    private final BodyInput body;
    private long end;

    Frames(BodyInput body) {
        this.body = body;
    }

    /**
     * Steps to the next frame; the one before must have been taken whole.
     *
     * @return how long its message is, or -1 at the end of the answer
     * @throws BrokenAnswerException if it is a terminal or a compressed one
     */
    int next() throws IOException {
        int high = body.readOrEnd();
        if (high < 0) {
            return -1;
        }
        int length = (high << 16) | (body.read() << 8) | body.read();
        int flag = body.read();
        if ((flag & TERMINAL) != 0) {
            int status = (body.read() << 8) | body.read();
            throw new BrokenAnswerException("the session was ended with " + status + " " + body.text(length - 3));
        }
        if ((flag & COMPRESSION) != 0) {
            throw new BrokenAnswerException("a compressed frame, and nobody asked for one");
        }
        end = body.position() + length - 1;
        return length - 1;
    }

    /** Where the message of this frame comes from. */
    BodyInput body() {
        return body;
    }

    boolean hasMore() {
        return body.position() < end;
    }
}
