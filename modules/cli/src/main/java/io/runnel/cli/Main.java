package io.runnel.cli;

import io.runnel.console.Environment;
import io.runnel.console.Terminal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Where the {@code runnel} command begins. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        // Not System.out, which keeps to itself that nobody reads any more.
        FileOutputStream bytes = new FileOutputStream(FileDescriptor.out);
        Environment environment = new Environment(
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                System.in,
                bytes,
                new PrintWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8), true),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                Terminal.fromProperties());
        int code = new Commands(environment, new RunningServer()).execute(args);
        if (code != RunningServer.SERVING) {
            System.exit(code);
        }
    }
}
