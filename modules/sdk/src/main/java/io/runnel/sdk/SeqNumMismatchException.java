package io.runnel.sdk;

/** The batch was not appended: its first record would have got another number than it was to match. */
public final class SeqNumMismatchException extends RunnelException {
    private final long actualSeqNum;

    SeqNumMismatchException(long actualSeqNum) {
        super("the next sequence number is " + Long.toUnsignedString(actualSeqNum), null, false, true);
        this.actualSeqNum = actualSeqNum;
    }

    /** The number it would have got, unsigned 64-bit. */
    public long actualSeqNum() {
        return actualSeqNum;
    }
}
