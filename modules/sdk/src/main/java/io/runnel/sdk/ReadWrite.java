package io.runnel.sdk;

/** Whether a group of operations may be used to read, and to write. */
public record ReadWrite(boolean read, boolean write) {
    /** Neither. */
    public static final ReadWrite NONE = new ReadWrite(false, false);
    /** Reading only. */
    public static final ReadWrite READ = new ReadWrite(true, false);
    /** Both. */
    public static final ReadWrite ALL = new ReadWrite(true, true);
}
