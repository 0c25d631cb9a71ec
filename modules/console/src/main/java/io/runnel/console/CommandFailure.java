package io.runnel.console;

import java.util.List;

/** A command that cannot go on, for a reason that is not the server's: said to the user as it is. */
public final class CommandFailure extends RuntimeException {
    private final transient List<String> hints;

    /** @param hints what the user can do about it, a sentence each */
    public CommandFailure(String message, String... hints) {
        super(message);
        this.hints = List.of(hints);
    }

    /** What the user can do about it. */
    List<String> hints() {
        return hints;
    }
}
