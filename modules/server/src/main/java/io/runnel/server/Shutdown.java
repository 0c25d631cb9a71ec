package io.runnel.server;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The order of leaving (contract 1.13, 15.18, 15.19): first the edge, then the shards, then the log. */
final class Shutdown {
    private static final Logger log = LoggerFactory.getLogger(Shutdown.class);

    /** The way of the last answers to their clients: Pekko resets HTTP/1.1 connections that have none to give. */
    private static final Duration SETTLE = Duration.ofMillis(100);

    /** For connections to end whose requests have all been answered. */
    private static final Duration CONNECTIONS = Duration.ofMillis(500);

    /** For shards to stop, the log to be flushed and the actor system to end. */
    static final Duration AFTER_DRAINING = Duration.ofSeconds(30);

    private static final class Asked implements CoordinatedShutdown.Reason {}

    private final ActorSystem system;
    private final Listener.Binding binding;
    private final Traffic traffic;
    private final Draining draining;
    private final ServerSettings settings;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<Done> over = new CompletableFuture<>();

    Shutdown(
            ActorSystem system, Listener.Binding binding, Traffic traffic, Draining draining, ServerSettings settings) {
        this.system = system;
        this.binding = binding;
        this.traffic = traffic;
        this.draining = draining;
        this.settings = settings;
    }

    /** Leaves, once; completes when there is nothing left. */
    CompletionStage<Done> run() {
        if (begun.compareAndSet(false, true)) {
            // Its own thread can wait for one thing after the other, and outlives the actor system: the JVM must wait
            // for it,
            // although whoever asks may be a daemon, as those are that handle signals.
            Thread leaving = new Thread(this::leave, "runnel-stop");
            leaving.setDaemon(false);
            leaving.start();
        }
        return over;
    }

    private void leave() {
        long began = System.nanoTime();
        try {
            log.info("stopping: {} requests are open", traffic.open());
            drain(began);
            stop(system);
            log.info("stopped after {} ms", (System.nanoTime() - began) / 1_000_000);
            over.complete(Done.getInstance());
        } catch (Exception e) {
            log.error("could not stop in good order", e);
            system.terminate();
            over.completeExceptionally(e);
        }
    }

    private void drain(long began) throws InterruptedException, ExecutionException {
        atMost(CONNECTIONS, binding.unbind());
        draining.advise();
        TimeUnit.NANOSECONDS.sleep(SETTLE.toNanos());
        CompletionStage<?> terminated = null;
        if (traffic.http1Sessions() == 0) {
            // Tells clients of HTTP/2 at once that this connection takes nothing new, and hurts nobody else.
            terminated = binding.terminate(left(began, settings.drainDeadline()));
        }
        idle(left(began, settings.drainGrace()));
        draining.end();
        idle(left(began, settings.drainDeadline()));
        if (terminated == null) {
            TimeUnit.NANOSECONDS.sleep(SETTLE.toNanos());
            terminated = binding.terminate(CONNECTIONS);
        }
        int cut = traffic.open();
        if (cut > 0) {
            log.warn("{} requests are cut off: they have not ended by the deadline", cut);
        }
        atMost(left(began, settings.drainDeadline()).plus(CONNECTIONS), terminated);
    }

    /** Waits until no request is open, or the time is over. */
    private void idle(Duration time) throws InterruptedException, ExecutionException {
        atMost(time, traffic.whenIdle());
    }

    /** Waits for what is nice to have, but not worth staying for. */
    private static void atMost(Duration time, CompletionStage<?> stage)
            throws InterruptedException, ExecutionException {
        try {
            await(stage, time);
        } catch (TimeoutException e) {
            log.debug("not done after {}", time);
        }
    }

    private static Duration left(long began, Duration whole) {
        Duration left = whole.minusNanos(System.nanoTime() - began);
        return left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left;
    }

    /** Stops everything behind the edge: the shards, then what they persist to, then the actor system. */
    static void stop(ActorSystem system) throws InterruptedException, ExecutionException, TimeoutException {
        await(CoordinatedShutdown.get(system).runAll(new Asked()), AFTER_DRAINING);
        await(system.getWhenTerminated(), AFTER_DRAINING);
    }

    private static void await(CompletionStage<?> stage, Duration time)
            throws InterruptedException, ExecutionException, TimeoutException {
        stage.toCompletableFuture().get(time.toMillis(), TimeUnit.MILLISECONDS);
    }
}
