package io.runnel.top;

import io.runnel.console.CommandFailure;
import io.runnel.console.Signals;
import io.runnel.console.Style;
import io.runnel.sdk.RunnelException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlockingReader;
import org.jspecify.annotations.Nullable;

/** The view on a terminal: drawn anew whenever the server has answered, a key was pressed, or the window has another size. */
final class LiveScreen implements AutoCloseable {
    private static final String ENTER = "\033[?1049h\033[?25l";
    private static final String LEAVE = "\033[?25h\033[?1049l";
    private static final long KEY_MILLIS = 100;

    private final Sampler sampler;
    private final long intervalNanos;
    private final Style style;
    private final Terminal terminal;
    private final Attributes before;
    private final AtomicBoolean resized = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final List<Runnable> putBack = new ArrayList<>();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "top");
        thread.setDaemon(true);
        return thread;
    });
    private SortKey order;
    private View view;
    private @Nullable String trouble;

    private LiveScreen(Sampler sampler, View first, Duration interval, SortKey order, Style style, Terminal terminal) {
        this.sampler = sampler;
        this.view = first;
        this.intervalNanos = interval.toNanos();
        this.order = order;
        this.style = style;
        this.terminal = terminal;
        terminal.handle(Terminal.Signal.WINCH, signal -> resized.set(true));
        for (Terminal.Signal end : List.of(Terminal.Signal.INT, Terminal.Signal.QUIT)) {
            terminal.handle(end, signal -> ended.set(true));
        }
        for (String end : List.of("TERM", "HUP")) {
            putBack.add(Signals.handle(end, number -> ended.set(true)));
        }
        this.before = terminal.enterRawMode();
        print(ENTER);
    }

    /** @param first what is shown at the beginning */
    static LiveScreen open(Sampler sampler, View first, Duration interval, SortKey order, Style style)
            throws IOException {
        Terminal terminal = TerminalBuilder.builder()
                .name("runnel top")
                .system(true)
                .dumb(false)
                .build();
        return new LiveScreen(sampler, first, interval, order, style, terminal);
    }

    /** Until the user has seen enough. */
    void run() throws IOException {
        NonBlockingReader keys = terminal.reader();
        long next = System.nanoTime() + intervalNanos;
        CompletableFuture<View> asked = null;
        draw();
        while (!ended.get()) {
            int key = keys.read(KEY_MILLIS);
            boolean changed = resized.getAndSet(false);
            if (key == NonBlockingReader.EOF) {
                return;
            }
            changed |= key >= 0 && pressed((char) key);
            if (asked != null && asked.isDone()) {
                take(asked);
                asked = null;
                changed = true;
            }
            if (asked == null && System.nanoTime() >= next) {
                next = System.nanoTime() + intervalNanos;
                asked = CompletableFuture.supplyAsync(this::sample, worker);
            }
            if (changed && !ended.get()) {
                draw();
            }
        }
    }

    private View sample() {
        try {
            return sampler.sample();
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    private void take(CompletableFuture<View> asked) {
        try {
            view = asked.join();
            trouble = null;
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            boolean known = cause instanceof CommandFailure || cause instanceof RunnelException;
            trouble = known ? cause.getMessage() : cause.toString();
        }
    }

    /** @return whether something is to be drawn */
    private boolean pressed(char key) {
        switch (key) {
            case 'q', 'Q', 3, 4 -> ended.set(true);
            case 'r' -> order = SortKey.RATE;
            case 't' -> order = SortKey.TAIL;
            case 'n' -> order = SortKey.NAME;
            default -> {
                return false;
            }
        }
        return true;
    }

    private void draw() {
        int columns = terminal.getWidth() > 0 ? terminal.getWidth() : 80;
        int rows = terminal.getHeight() > 0 ? terminal.getHeight() : 24;
        StringBuilder screen = new StringBuilder("\033[H");
        for (String line : Screen.render(view, order, style, columns, rows - 1)) {
            screen.append(line).append("\033[K\r\n");
        }
        screen.append("\033[J").append("\033[").append(rows).append(";1H").append(foot(columns));
        print(screen.toString());
    }

    private String foot(int columns) {
        Row row = new Row(columns);
        if (trouble != null) {
            return row.add("trying again: " + trouble, style::failure).toString();
        }
        return row.add("q", style::heading)
                .add(" quit   streams by ", style::dim)
                .add("r", style::heading)
                .add("ate ", style::dim)
                .add("t", style::heading)
                .add("ail ", style::dim)
                .add("n", style::heading)
                .add("ame", style::dim)
                .toString();
    }

    private void print(String text) {
        terminal.writer().print(text);
        terminal.writer().flush();
    }

    /** The terminal is as it was before. */
    @Override
    public void close() throws IOException {
        worker.shutdownNow();
        print(LEAVE);
        terminal.setAttributes(before);
        terminal.close();
        putBack.forEach(Runnable::run);
    }
}
