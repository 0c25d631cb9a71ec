package io.runnel.cli;

import com.typesafe.config.Config;
import io.runnel.console.Environment;
import io.runnel.console.Signals;
import io.runnel.server.RunnelServer;
import java.util.concurrent.atomic.AtomicBoolean;

/** Starts the server, says how to reach it, and stops it when the process is told to. */
final class RunningServer implements ServerLauncher {
    /** No exit code: the process serves until it is told to stop. */
    static final int SERVING = -1;

    @Override
    public int serve(Config settings, Environment environment) {
        RunnelServer server = RunnelServer.start(settings);
        AtomicBoolean stopping = new AtomicBoolean();
        for (String signal : new String[] {"TERM", "INT", "HUP"}) {
            Signals.handle(signal, number -> outlastTheServer(() -> stop(server, stopping, number, environment)));
        }
        environment.out().print(Greeting.of(server));
        environment.out().flush();
        return SERVING;
    }

    /** Signals are handled by daemons: once the server has ended, the JVM would end with 0, and not as is decided here. */
    private static void outlastTheServer(Runnable task) {
        Thread thread = new Thread(task, "runnel-signal");
        thread.setDaemon(false);
        thread.start();
    }

    /** A stop that was asked for and went well is a success. Who asks twice does not want to wait for it. */
    @SuppressWarnings("SystemExitOutsideMain")
    private static void stop(RunnelServer server, AtomicBoolean stopping, int signal, Environment environment) {
        if (!stopping.compareAndSet(false, true)) {
            environment.err().println("stopped at once, before everything had ended");
            Runtime.getRuntime().halt(128 + signal);
        }
        environment.err().println("stopping; a second signal stops at once");
        try {
            server.close();
        } catch (RuntimeException e) {
            environment.err().println("error: " + e.getMessage());
            Runtime.getRuntime().halt(1);
        }
        Runtime.getRuntime().halt(0);
    }
}
