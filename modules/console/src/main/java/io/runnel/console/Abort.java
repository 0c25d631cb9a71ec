package io.runnel.console;

import picocli.CommandLine.ExitCode;

/** Ctrl-C while a command is at work: the first interrupts its thread, the second ends the process. */
final class Abort implements AutoCloseable {
    private final Environment environment;
    private final Runnable putBack;
    private volatile boolean requested;

    private Abort(Environment environment, Thread thread) {
        this.environment = environment;
        this.putBack = Signals.handle("INT", number -> signalled(thread));
    }

    /** Interrupts the calling thread, until closed. */
    static Abort onSignal(Environment environment) {
        return new Abort(environment, Thread.currentThread());
    }

    private void signalled(Thread thread) {
        if (requested) {
            Runtime.getRuntime().halt(Failures.INTERRUPTED);
        }
        requested = true;
        thread.interrupt();
    }

    boolean requested() {
        return requested;
    }

    /** @return the exit code */
    int tell() {
        environment.err().println(environment.errStyle().failure("■ [ABORTED]"));
        return ExitCode.OK;
    }

    @Override
    @SuppressWarnings("UnusedReturnValue")
    public void close() {
        putBack.run();
        Thread.interrupted(); // whoever goes on is not meant
    }
}
