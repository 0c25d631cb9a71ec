package io.runnel.console;

/**
 * Which of the standard streams are a terminal, which a JVM cannot find out for each: bin/runnel tells it.
 *
 * @param columns the width when the command began
 */
public record Terminal(boolean in, boolean out, boolean err, int columns) {
    private static final int DEFAULT_COLUMNS = 80;

    /** None is. */
    public static final Terminal NONE = new Terminal(false, false, false, DEFAULT_COLUMNS);

    /**
     * As the system properties {@code runnel.terminal}, the numbers of the streams that are one, and {@code runnel.columns}
     * say.
     */
    public static Terminal fromProperties() {
        String streams = System.getProperty("runnel.terminal", "");
        int columns = Integer.getInteger("runnel.columns", DEFAULT_COLUMNS);
        return new Terminal(
                streams.contains("0"),
                streams.contains("1"),
                streams.contains("2"),
                columns > 0 ? columns : DEFAULT_COLUMNS);
    }
}
