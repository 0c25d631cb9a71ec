package io.runnel.engine;

import io.runnel.model.BasinConfig;
import io.runnel.model.BasinInfo;
import io.runnel.model.BasinName;
import io.runnel.model.BasinReconfiguration;
import io.runnel.model.Change;
import io.runnel.model.ErrorCode;
import io.runnel.model.Outcome;
import io.runnel.model.Page;
import io.runnel.model.Provisioned;
import io.runnel.model.StreamCipher;
import io.runnel.model.StreamConfig;
import io.runnel.model.StreamError;
import io.runnel.model.StreamInfo;
import io.runnel.model.StreamName;
import io.runnel.model.StreamOptions;
import io.runnel.model.StreamReconfiguration;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Scheduler;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The half of {@link Streams} that does not touch records: asks account and basins, wherever they live. */
final class ControlPlane {
    private static final Logger LOG = LoggerFactory.getLogger(ControlPlane.class);

    private final ActorRef<AccountEntity.Command> account;
    private final ActorRef<BasinEntity.Command> basins;
    private final Duration timeout;
    private final Scheduler scheduler;
    private final Executor executor;

    ControlPlane(
            ActorRef<AccountEntity.Command> account,
            ActorRef<BasinEntity.Command> basins,
            ActorSystem<?> system,
            Duration timeout) {
        this.account = account;
        this.basins = basins;
        this.timeout = timeout;
        this.scheduler = system.scheduler();
        this.executor = system.executionContext();
    }

    CompletionStage<Outcome<Page<BasinInfo>>> listBasins(Page.Request page) {
        return ask(account, replyTo -> new AccountEntity.ListBasins(page, replyTo), "the account");
    }

    CompletionStage<Outcome<Provisioned<BasinInfo>>> createBasin(
            BasinName basin, BasinConfig config, @Nullable String requestToken) {
        StreamError unfit = unsupported(config.streamCipher());
        return unfit != null
                ? refused(unfit)
                : askBasin(basin, replyTo -> new BasinEntity.CreateBasin(basin, config, requestToken, replyTo));
    }

    CompletionStage<Outcome<Provisioned<BasinInfo>>> ensureBasin(BasinName basin, BasinConfig config) {
        StreamError unfit = unsupported(config.streamCipher());
        return unfit != null
                ? refused(unfit)
                : askBasin(basin, replyTo -> new BasinEntity.EnsureBasin(basin, config, replyTo));
    }

    CompletionStage<Outcome<BasinConfig>> basinConfig(BasinName basin) {
        return askBasin(basin, replyTo -> new BasinEntity.GetBasinConfig(basin, replyTo));
    }

    CompletionStage<Outcome<BasinConfig>> reconfigureBasin(BasinName basin, BasinReconfiguration change) {
        StreamError unfit =
                change.streamCipher() instanceof Change.Set<StreamCipher> set ? unsupported(set.value()) : null;
        return unfit != null
                ? refused(unfit)
                : askBasin(basin, replyTo -> new BasinEntity.ReconfigureBasin(basin, change, replyTo));
    }

    CompletionStage<Outcome<Void>> deleteBasin(BasinName basin) {
        return askBasin(basin, replyTo -> new BasinEntity.DeleteBasin(basin, replyTo));
    }

    CompletionStage<Outcome<Page<StreamInfo>>> listStreams(BasinName basin, Page.Request page) {
        return askBasin(basin, replyTo -> new BasinEntity.ListStreams(basin, page, replyTo));
    }

    CompletionStage<Outcome<Provisioned<StreamInfo>>> createStream(
            BasinName basin, StreamName stream, StreamOptions options, @Nullable String requestToken) {
        return askBasin(basin, replyTo -> new BasinEntity.CreateStream(basin, stream, options, requestToken, replyTo));
    }

    CompletionStage<Outcome<Provisioned<StreamInfo>>> ensureStream(
            BasinName basin, StreamName stream, StreamOptions options) {
        return askBasin(basin, replyTo -> new BasinEntity.EnsureStream(basin, stream, options, replyTo));
    }

    CompletionStage<Outcome<StreamConfig>> streamConfig(BasinName basin, StreamName stream) {
        return askBasin(basin, replyTo -> new BasinEntity.GetStreamConfig(basin, stream, replyTo));
    }

    CompletionStage<Outcome<StreamConfig>> reconfigureStream(
            BasinName basin, StreamName stream, StreamReconfiguration change) {
        return askBasin(basin, replyTo -> new BasinEntity.ReconfigureStream(basin, stream, change, replyTo));
    }

    CompletionStage<Outcome<Void>> deleteStream(BasinName basin, StreamName stream) {
        return askBasin(basin, replyTo -> new BasinEntity.DeleteStream(basin, stream, replyTo));
    }

    /** The one place that knows that records cannot be encrypted yet. */
    private static @Nullable StreamError unsupported(@Nullable StreamCipher cipher) {
        return cipher == null
                ? null
                : StreamError.invalid("stream_cipher `" + cipher.wireName()
                        + "` is not supported by this server: records cannot be encrypted yet");
    }

    private static <T> CompletionStage<Outcome<T>> refused(StreamError error) {
        return CompletableFuture.completedFuture(Outcome.refused(error));
    }

    private <T> CompletionStage<Outcome<T>> askBasin(
            BasinName basin, Function<ActorRef<Outcome<T>>, BasinEntity.Command> message) {
        return ask(basins, message, "basin `" + basin + "`");
    }

    private <M, T> CompletionStage<Outcome<T>> ask(
            ActorRef<M> region, Function<ActorRef<Outcome<T>>, M> message, String whom) {
        CompletionStage<Outcome<T>> answer = AskPattern.ask(region, message::apply, timeout, scheduler);
        // Explicitly on the actor system's threads: the answer is a Scala future's, whose own way of running what
        // follows costs a new thread per call on a small machine.
        return answer.handleAsync(
                (outcome, failure) -> failure == null ? outcome : unanswered(whom, failure), executor);
    }

    private <T> Outcome<T> unanswered(String whom, Throwable failure) {
        if (!(failure instanceof TimeoutException)) {
            LOG.warn("asking {} failed", whom, failure);
        }
        return Outcome.refused(StreamError.of(
                ErrorCode.UNAVAILABLE, whom + " did not answer within " + timeout.toMillis() + " ms; try again"));
    }
}
