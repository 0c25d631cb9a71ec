package io.runnel.sdk;

/** Which failed appends are tried again. */
public enum AppendRetry {
    /** All that may succeed. A batch whose fate is unknown is sent again, and may then be there twice. */
    ALL,
    /** Only those that are certain to have changed nothing. */
    NO_SIDE_EFFECTS
}
