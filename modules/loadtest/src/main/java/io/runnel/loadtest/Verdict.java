package io.runnel.loadtest;

import io.runnel.console.Environment;
import io.runnel.console.Style;
import java.io.PrintWriter;

/** The verdict, on standard error; the figures have been printed before. */
final class Verdict {
    private final PrintWriter err;
    private final Style style;

    Verdict(Environment environment) {
        this.err = environment.err();
        this.style = environment.errStyle();
    }

    void print(BenchResult result) {
        if (result.mismatch() != null) {
            err.println(style.failure("✗ Verification failed:") + " " + result.mismatch());
            err.println("  help: What was acknowledged and what was read differ. Keep the server's log and store, and "
                    + "report it.");
        } else if (result.interrupted()) {
            err.println(style.failure("■ [ABORTED]") + " The figures are of what was done until then.");
        } else {
            err.println(style.done("✓") + " Verified: every record was read twice, as it was written.");
        }
    }
}
