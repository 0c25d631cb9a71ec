package io.runnel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.DeadLetter;
import org.apache.pekko.actor.PoisonPill;
import org.apache.pekko.actor.Props;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Entities of a JVM without a cluster are found, leave and come back as those of one with a cluster. */
class NodePlacementTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    /** What is sent to an entity, and what it answers, with how many there have been before it. */
    private record Call(String to, String text) {}

    private record Answer(String id, int before, String text) {}

    private enum Order {
        STOP,
        END
    }

    private final AtomicInteger started = new AtomicInteger();
    private ActorSystem system;
    private TestKit caller;
    private TestKit stops;
    private ActorRef region;

    @BeforeEach
    void start() {
        system = ActorSystem.create("node-placement", TestNode.LOCAL);
        caller = new TestKit(system);
        stops = new TestKit(system);
        Placement placement = Placement.of(system);
        assertThat(placement.isAlone()).isTrue();
        region = placement.start(
                "things",
                Props.create(Thing.class, () -> new Thing(started.getAndIncrement(), stops.getRef())),
                message -> message instanceof Call call ? call.to() : null,
                Order.STOP);
    }

    @AfterEach
    void stop() {
        region.tell(
                PoisonPill.getInstance(),
                ActorRef.noSender()); // or things that nobody tells to end would be waited for
        TestKit.shutdownActorSystem(system);
    }

    @Test
    void theFirstMessageStartsAnEntityThatAllLaterOnesReach() {
        assertThat(answer("a|1/ü", "x")).isEqualTo(new Answer("a|1/ü", 0, "x"));
        assertThat(answer("b", "y")).isEqualTo(new Answer("b", 1, "y"));
        assertThat(answer("a|1/ü", "z")).isEqualTo(new Answer("a|1/ü", 0, "z"));
    }

    @Test
    void whatComesForOneThatLeavesReachesItsSuccessorInOrder() {
        call("a", "leave");
        ActorRef leaving = stops.expectMsgClass(LONG, ActorRef.class);
        call("a", "1");
        call("a", "2");
        assertThat(answer("b", "another is not held up")).isEqualTo(new Answer("b", 1, "another is not held up"));

        leaving.tell(Order.END, ActorRef.noSender());

        caller.expectMsg(LONG, new Answer("a", 2, "1"));
        caller.expectMsg(LONG, new Answer("a", 2, "2"));
    }

    @Test
    void oneThatWantsToLeaveTwiceIsAskedToStopOnce() {
        call("a", "leave");
        ActorRef leaving = stops.expectMsgClass(LONG, ActorRef.class);
        region.tell(new ShardRegion.Passivate(Order.STOP), leaving);
        call("a", "after");
        leaving.tell(Order.END, ActorRef.noSender());

        caller.expectMsg(LONG, new Answer("a", 1, "after"));
        stops.expectNoMessage(Duration.ZERO);
    }

    @Test
    void oneThatHasEndedIsStartedAnewByTheNextMessage() {
        call("a", "where");
        ActorRef first = caller.expectMsgClass(LONG, ActorRef.class);
        caller.watch(first);
        first.tell(PoisonPill.getInstance(), ActorRef.noSender());
        caller.expectTerminated(LONG, first);

        // Its parent may be told a moment later than others; until then messages are lost, as in a cluster.
        Await.until(() -> {
            call("a", "x");
            return caller.receiveOne(Duration.ofMillis(50)) instanceof Answer answer && answer.before() == 1;
        });
    }

    @Test
    void allAreAskedToStopWhenTheSystemEndsWhichWaitsForThem() throws Exception {
        call("a", "where");
        ActorRef one = caller.expectMsgClass(LONG, ActorRef.class);
        answer("b", "x");

        system.terminate();
        ActorRef first = stops.expectMsgClass(LONG, ActorRef.class);
        ActorRef second = stops.expectMsgClass(LONG, ActorRef.class);
        assertThat(first).isNotEqualTo(second);
        assertThat(one).isIn(first, second);
        first.tell(Order.END, ActorRef.noSender());
        assertThat(system.getWhenTerminated().toCompletableFuture()).isNotDone();
        second.tell(Order.END, ActorRef.noSender());

        system.getWhenTerminated().toCompletableFuture().get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void whatIsForNobodyIsADeadLetter() {
        TestKit dead = new TestKit(system);
        system.eventStream().subscribe(dead.getRef(), DeadLetter.class);
        region.tell("for nobody", caller.getRef());
        assertThat(dead.expectMsgClass(LONG, DeadLetter.class).message()).isEqualTo("for nobody");
        assertThat(started).hasValue(0);
    }

    private void call(String to, String text) {
        region.tell(new Call(to, text), caller.getRef());
    }

    private Answer answer(String to, String text) {
        call(to, text);
        return caller.expectMsgClass(LONG, Answer.class);
    }

    /** Tells that it is to stop, and does when it is told to end. */
    private static final class Thing extends AbstractActor {
        private final int before;
        private final ActorRef stops;

        Thing(int before, ActorRef stops) {
            this.before = before;
            this.stops = stops;
        }

        @Override
        public Receive createReceive() {
            return receiveBuilder()
                    .matchEquals(Order.STOP, order -> stops.tell(getSelf(), getSelf()))
                    .matchEquals(Order.END, order -> getContext().stop(getSelf()))
                    .match(Call.class, this::called)
                    .build();
        }

        private void called(Call call) {
            switch (call.text()) {
                case "leave" -> getContext().getParent().tell(new ShardRegion.Passivate(Order.STOP), getSelf());
                case "where" -> getSender().tell(getSelf(), getSelf());
                default -> getSender().tell(new Answer(Placement.id(getSelf().path()), before, call.text()), getSelf());
            }
        }
    }
}
