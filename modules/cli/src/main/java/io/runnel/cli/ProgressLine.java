package io.runnel.cli;

import io.runnel.storetools.Progress;
import io.runnel.storetools.ReportPrinter;
import java.io.Console;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says how far a check has come: on a terminal in one line that changes, elsewhere in a line now and then. */
final class ProgressLine implements Progress {
    private static final long NANOS_ON_TERMINAL = 200_000_000L;
    private static final long NANOS_ELSEWHERE = 15_000_000_000L;
    private static final int WIDTH = 100;

    private final PrintWriter err;
    private final boolean terminal;
    private long lastNanos = System.nanoTime();
    private boolean open;

    ProgressLine(PrintWriter err) {
        this.err = err;
        this.terminal = isTerminal(System.console());
    }

    @Override
    public void at(String what, long objects, long bytes) {
        long now = System.nanoTime();
        if (now - lastNanos < (terminal ? NANOS_ON_TERMINAL : NANOS_ELSEWHERE)) {
            return;
        }
        lastNanos = now;
        String line =
                String.format(Locale.ROOT, "%s; %,d objects, %s so far", what, objects, ReportPrinter.bytes(bytes));
        if (terminal) {
            open = true;
            err.print("\r\033[K" + line.substring(0, Math.min(WIDTH, line.length())));
            err.flush();
        } else {
            err.println(line);
        }
    }

    /** Makes room for what is printed next. */
    void end() {
        if (open) {
            err.print("\r\033[K");
            err.flush();
            open = false;
        }
    }

    /** Newer JDKs have a console anywhere, and a method that tells, which the language level does not know. */
    private static boolean isTerminal(@Nullable Console console) {
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }
}
