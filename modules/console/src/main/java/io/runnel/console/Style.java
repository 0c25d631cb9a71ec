package io.runnel.console;

/** How words look on a terminal; as they are elsewhere. */
public enum Style {
    PLAIN,
    COLOURED;

    private static final String RESET = "\033[0m";

    /** Whether anything but text may be printed. */
    public boolean isColoured() {
        return this == COLOURED;
    }

    /** For what has been done. */
    public String done(String text) {
        return with("\033[1;32m", text);
    }

    /** For what goes on. */
    public String notice(String text) {
        return with("\033[1;34m", text);
    }

    /** For what is being deleted. */
    public String deleting(String text) {
        return with("\033[31m", text);
    }

    /** For failures and for what was aborted. */
    public String failure(String text) {
        return with("\033[1;31m", text);
    }

    /** For what is new. */
    public String added(String text) {
        return with("\033[32m", text);
    }

    /** For what is to change. */
    public String changed(String text) {
        return with("\033[33m", text);
    }

    /** For what matters less. */
    public String dim(String text) {
        return with("\033[2m", text);
    }

    /** For headings. */
    public String heading(String text) {
        return with("\033[1m", text);
    }

    private String with(String code, String text) {
        return isColoured() ? code + text + RESET : text;
    }
}
