package io.runnel.sdk;

/** The batch was not appended: the stream has another fencing token. */
public final class FencingTokenMismatchException extends RunnelException {
    private final String actual;

    FencingTokenMismatchException(String actual) {
        super("the stream's fencing token is another one", null, false, true);
        this.actual = actual;
    }

    /** The fencing token that the stream has. */
    public String actualFencingToken() {
        return actual;
    }
}
