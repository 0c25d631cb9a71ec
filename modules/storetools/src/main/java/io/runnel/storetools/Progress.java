package io.runnel.storetools;

/** Is told from time to time how far a check has come; on the thread that checks. */
public interface Progress {
    /** For whoever does not want to know. */
    Progress NONE = (what, objects, bytes) -> {};

    /**
     * @param what is being done now, in a few words
     * @param objects read so far, whole or in part
     * @param bytes of them
     */
    void at(String what, long objects, long bytes);
}
