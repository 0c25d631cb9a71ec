package io.runnel.cli;

import com.typesafe.config.Config;
import io.runnel.server.RunnelServer;

/** Starts the server, says how to reach it, and stops it when the process is told to. */
final class RunningServer implements ServerLauncher {
    /** No exit code: the process serves until it is told to stop. */
    static final int SERVING = -1;

    @Override
    public int serve(Config settings, Environment environment) {
        RunnelServer server = RunnelServer.start(settings);
        environment.out().print(Greeting.of(server));
        environment.out().flush();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "stop"));
        return SERVING;
    }

    /**
     * Runs when the process has got SIGTERM or SIGINT. A JVM that ends by a signal exits with 128 and its number; a stop
     * that was asked for and went well is a success, so the hook ends the process itself.
     */
    @SuppressWarnings("SystemExitOutsideMain")
    private static void stop(RunnelServer server) {
        try {
            server.close();
        } catch (RuntimeException e) {
            System.err.println("error: " + e.getMessage());
            Runtime.getRuntime().halt(1);
        }
        Runtime.getRuntime().halt(0);
    }
}
