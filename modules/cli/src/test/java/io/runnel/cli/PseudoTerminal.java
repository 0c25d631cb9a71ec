package io.runnel.cli;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import com.pty4j.WinSize;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command as someone has it who sits at a terminal. Killed at the end, if need be. */
final class PseudoTerminal implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    private final PtyProcess process;
    private final StringBuilder shown = new StringBuilder();
    private boolean ended;

    private PseudoTerminal(PtyProcess process) {
        this.process = process;
        Thread reader = new Thread(this::read, "pseudo terminal");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts bin/runnel of this checkout, as it has been built. */
    static PseudoTerminal runnel(Map<String, String> variables, String... words) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of("../../bin/runnel").toAbsolutePath().normalize().toString());
        command.addAll(List.of(words));
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.keySet().removeIf(name -> name.matches("(S2|S2LITE|RUNNEL|CLICOLOR)_.*|NO_COLOR|CLICOLOR"));
        environment.put("RUNNEL_BUILD", "never");
        environment.put("RUNNEL_CONFIG", "/nowhere/config.toml");
        environment.put("TERM", "xterm-256color");
        environment.putAll(variables);
        return new PseudoTerminal(new PtyProcessBuilder(command.toArray(String[]::new))
                .setEnvironment(environment)
                .setInitialColumns(100)
                .setInitialRows(30)
                .start());
    }

    private void read() {
        char[] buffer = new char[4096];
        try (Reader out = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
            for (int count = out.read(buffer); count >= 0; count = out.read(buffer)) {
                synchronized (shown) {
                    shown.append(buffer, 0, count);
                    shown.notifyAll();
                }
            }
        } catch (IOException e) {
            // so ends a terminal whose process has
        }
        synchronized (shown) {
            ended = true;
            shown.notifyAll();
        }
    }

    /** Waits until something is shown, after so many characters; returns where it ends. */
    int await(String text, int from) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        synchronized (shown) {
            while (shown.indexOf(text, from) < 0) {
                long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
                if (ended || left <= 0) {
                    throw new AssertionError("'" + text + "' was not shown, but:\n" + shown.substring(from));
                }
                shown.wait(left);
            }
            return shown.indexOf(text, from) + text.length();
        }
    }

    void type(String keys) throws IOException {
        process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Sends a signal, {@code TERM}, say. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-s", name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    void resize(int columns, int rows) {
        process.setWinSize(new WinSize(columns, rows));
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running; it has shown:\n" + shown());
        }
        synchronized (shown) {
            while (!ended) {
                shown.wait(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            }
        }
        return process.exitValue();
    }

    /** Everything so far, with what moves the cursor and what colours. */
    String shown() {
        synchronized (shown) {
            return shown.toString();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
