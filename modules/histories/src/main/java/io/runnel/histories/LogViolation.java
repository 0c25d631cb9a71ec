package io.runnel.histories;

/** What the linear checker found. */
final class LogViolation extends RuntimeException {
    private static final long serialVersionUID = 1;

    LogViolation(String what, Operation... involved) {
        super(text(what, involved), null, false, false);
    }

    private static String text(String what, Operation... involved) {
        StringBuilder text = new StringBuilder(what).append(":\n");
        for (Operation operation : involved) {
            text.append("  ").append(operation).append('\n');
        }
        return text.toString();
    }
}
