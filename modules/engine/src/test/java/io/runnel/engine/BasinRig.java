package io.runnel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.runnel.model.BasinConfig;
import io.runnel.model.BasinInfo;
import io.runnel.model.BasinName;
import io.runnel.model.EntityIds;
import io.runnel.model.Outcome;
import io.runnel.model.Page;
import io.runnel.model.Provisioned;
import io.runnel.model.StreamInfo;
import io.runnel.model.StreamName;
import io.runnel.model.StreamOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.jspecify.annotations.Nullable;

/**
 * The account and its basins on {@link TestStorage}, without a cluster: whatever they say to each other passes through the
 * test, which may lose it, send it twice or late, and stop either of them at any time. Streams agree to everything.
 */
final class BasinRig implements AutoCloseable {
    /** What becomes of the messages between account and basins. */
    @FunctionalInterface
    interface Fate {
        /**
         * @param number counts the messages from 1
         * @param deliver may be called any number of times, by any thread
         */
        void decide(int number, BasinName basin, Runnable deliver);
    }

    private static final String SETTINGS = """
            runnel.streams.removal-delay = 0ms
            runnel.control { resend-after = 50ms, idle-timeout = 200ms }
            """;

    final ActorSystem system;
    final TestStorage storage;
    private final org.apache.pekko.actor.typed.ActorSystem<Void> typed;
    private final BasinSettings settings;
    private final Answers answers;
    private final Fate fate;
    private final ActorRef<StreamLink.FromBasin> streams;
    private final Map<BasinName, ActorRef<BasinEntity.Message>> basins = new HashMap<>();
    private @Nullable ActorRef<AccountEntity.Message> account;
    private final AtomicInteger messages = new AtomicInteger();
    private final ExecutorService between = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), new ThreadPoolExecutor.DiscardPolicy());

    BasinRig(Fate fate) {
        system =
                ActorSystem.create("basins", ConfigFactory.parseString(SETTINGS).withFallback(TestNode.LOCAL));
        typed = Adapter.toTyped(system);
        storage = TestStorage.of(system);
        settings = BasinSettings.from(system.settings().config());
        answers = new Answers(new TestRecords(system));
        this.fate = fate;
        streams = Adapter.spawnAnonymous(system, agreeing());
        account();
    }

    private static Behavior<StreamLink.FromBasin> agreeing() {
        return Behaviors.receive(StreamLink.FromBasin.class)
                .onMessage(StreamLink.Delete.class, told -> {
                    told.replyTo()
                            .tell(new StreamLink.Acknowledged(told.stream(), told.generation(), told.configVersion()));
                    return Behaviors.same();
                })
                .onAnyMessage(told -> Behaviors.same())
                .build();
    }

    // As Cluster Sharding does: who is not there is started by the message.

    private synchronized ActorRef<AccountEntity.Message> account() {
        if (account == null) {
            account = Adapter.spawnAnonymous(system, AccountEntity.create(this::wake, answers, settings));
        }
        return account;
    }

    private synchronized ActorRef<BasinEntity.Message> basin(BasinName name) {
        return basins.computeIfAbsent(name, absent -> {
            ActorRef<AccountEntity.Command> toAccount = Adapter.spawnAnonymous(
                    system,
                    Behaviors.receive(AccountEntity.Command.class)
                            .onAnyMessage(message -> {
                                tellAccount(absent, message);
                                return Behaviors.same();
                            })
                            .build());
            BasinEntity.World world = new BasinEntity.World(
                    () -> toAccount,
                    () -> streams,
                    self -> between.execute(() -> stopBasin(absent)),
                    answers,
                    Clock.systemUTC(),
                    settings);
            return Adapter.spawnAnonymous(system, BasinEntity.create(absent, world));
        });
    }

    private void wake(BasinEntity.Wake wake) {
        pass(wake.basin(), () -> basin(wake.basin()).tell(wake));
    }

    private void tellAccount(BasinName basin, AccountEntity.Command message) {
        pass(basin, () -> account().tell(answeredThroughMe(basin, message)));
    }

    private AccountEntity.Command answeredThroughMe(BasinName basin, AccountEntity.Command message) {
        if (message instanceof AccountEntity.Index index) {
            return new AccountEntity.Index(
                    index.basin(), index.version(), index.info(), throughMe(basin, index.replyTo()));
        } else if (message instanceof AccountEntity.Retire retire) {
            return new AccountEntity.Retire(
                    retire.basin(), retire.version(), retire.lastGeneration(), throughMe(basin, retire.replyTo()));
        } else if (message instanceof AccountEntity.AskFloor ask) {
            return new AccountEntity.AskFloor(ask.question(), throughMe(basin, ask.replyTo()));
        }
        return message;
    }

    private <T> ActorRef<T> throughMe(BasinName basin, ActorRef<T> to) {
        return Adapter.spawnAnonymous(system, Behaviors.receiveMessage(answer -> {
            pass(basin, () -> to.tell(answer));
            return Behaviors.stopped();
        }));
    }

    private void pass(BasinName basin, Runnable deliver) {
        // Not on the thread of an actor, which could be told to stop itself.
        between.execute(() -> fate.decide(messages.incrementAndGet(), basin, deliver));
    }

    // What can happen to them.

    /** The actor is gone when this returns; what it had asked the journal for becomes durable. */
    synchronized void stopBasin(BasinName name) {
        stop(basins.remove(name));
    }

    synchronized void stopAccount() {
        stop(account);
        account = null;
    }

    /** Starts it if it is not there: somebody asks for the list. */
    void startAccount() {
        account();
    }

    private void stop(@Nullable ActorRef<?> actor) {
        if (actor != null) {
            TestKit watcher = new TestKit(system);
            watcher.watch(Adapter.toClassic(actor));
            system.stop(Adapter.toClassic(actor));
            watcher.expectTerminated(Duration.ofSeconds(10), Adapter.toClassic(actor));
        }
    }

    // What clients ask, as often as it takes.

    void create(BasinName name, String token) {
        assertThat(this.<Provisioned<BasinInfo>>insist(
                                name, replyTo -> new BasinEntity.CreateBasin(name, BasinConfig.DEFAULT, token, replyTo))
                        .errorOrNull())
                .isNull();
    }

    void createStream(BasinName name, String stream, String token) {
        assertThat(this.<Provisioned<StreamInfo>>insist(
                                name,
                                replyTo -> new BasinEntity.CreateStream(
                                        name, new StreamName(stream), StreamOptions.NONE, token, replyTo))
                        .errorOrNull())
                .isNull();
    }

    /** Until it is accepted, or there is nothing to delete. */
    void delete(BasinName name) {
        this.<Void>insist(name, replyTo -> new BasinEntity.DeleteBasin(name, replyTo));
    }

    /** Whether there is a basin, be it one that is being deleted. */
    boolean exists(BasinName name) {
        return this.<BasinConfig>insist(name, replyTo -> new BasinEntity.GetBasinConfig(name, replyTo))
                        .errorOrNull()
                == null;
    }

    List<String> streams(BasinName name) {
        List<String> names = new ArrayList<>();
        Outcome<Page<StreamInfo>> page = this.<Page<StreamInfo>>insist(
                name, replyTo -> new BasinEntity.ListStreams(name, new Page.Request("", "", 100), replyTo));
        NodeClient.value(CompletableFuture.completedFuture(page))
                .items()
                .forEach(info -> names.add(info.name().value()));
        return names;
    }

    /** Once, whatever becomes of it. */
    <T> CompletionStage<Outcome<T>> ask(
            BasinName name, Function<ActorRef<Outcome<T>>, BasinEntity.Command> question, Duration patience) {
        return AskPattern.ask(basin(name), question::apply, patience, typed.scheduler());
    }

    List<String> listed() {
        CompletionStage<Outcome<Page<BasinInfo>>> list = AskPattern.ask(
                account(),
                replyTo -> new AccountEntity.ListBasins(new Page.Request("", "", 100), replyTo),
                Duration.ofSeconds(10),
                typed.scheduler());
        List<String> names = new ArrayList<>();
        NodeClient.value(list).items().forEach(info -> names.add(info.name().value()));
        return names;
    }

    /** Whether the account waits for no basin any more, by what is durable. */
    boolean hasForgottenAll() {
        AccountState state = new AccountState();
        storage.events(EntityIds.ACCOUNT).forEach(event -> state.apply((AccountEvent) event.payload()));
        return state.leaving().isEmpty() && state.basins().isEmpty() && storage.count("basin") == 0;
    }

    private <T> Outcome<T> insist(BasinName name, Function<ActorRef<Outcome<T>>, BasinEntity.Command> question) {
        for (int attempts = 0; attempts < 200; attempts++) {
            try {
                return ask(name, question, Duration.ofMillis(500))
                        .toCompletableFuture()
                        .join();
            } catch (CompletionException e) {
                // It was stopped, or waits for an answer that was lost.
            }
        }
        throw new AssertionError(name + " does not answer");
    }

    @Override
    public void close() {
        between.shutdown(); // who is being stopped at this moment is waited for
        system.terminate();
        TestNode.await(system.getWhenTerminated());
    }
}
