package io.runnel.engine;

import io.runnel.engine.StreamActor.World;
import io.runnel.engine.StreamLink.Purpose;
import io.runnel.model.BasinName;
import io.runnel.model.ErrorCode;
import io.runnel.model.StreamConfig;
import io.runnel.model.StreamError;
import io.runnel.model.StreamName;
import io.runnel.model.StreamOptions;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.pekko.actor.AbstractActor.ActorContext;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.typed.Scheduler;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.jspecify.annotations.Nullable;

/**
 * How a stream stands with its basin: whether it exists, how it is configured, what has to be asked before it is used, and
 * what the basin wants to know ({@link StreamLink}). Part of {@link StreamActor}, and of its thread.
 */
final class Standing {
    /** To the actor from itself: the basin's answer; null if there was none in time. */
    record Answered(StreamLink.@Nullable Resolution resolution) implements StreamActor.Command {}

    /** To the actor from itself: whether anything of what was stored before {@code nextSeqNum} survives. */
    record LookedFor(StreamLink.CheckEmpty check, long nextSeqNum, boolean found) implements StreamActor.Command {}

    private static final Duration ASK_AGAIN_AFTER = Duration.ofMillis(50);

    private final World world;
    private final BasinName basin;
    private final StreamName stream;
    private final ActorContext context;
    private final Appends appends;
    private final RangeReader ranges;
    private final Runnable closeReads;
    private final Existence existence = new Existence();
    private final BasinQuestions questions = new BasinQuestions();
    private boolean ending;

    /** @param closeReads called when the end of a generation is durable */
    Standing(
            World world,
            BasinName basin,
            StreamName stream,
            ActorContext context,
            Appends appends,
            RangeReader ranges,
            Runnable closeReads) {
        this.world = world;
        this.basin = basin;
        this.stream = stream;
        this.context = context;
        this.appends = appends;
        this.ranges = ranges;
        this.closeReads = closeReads;
    }

    /** @param endedGeneration up to here, streams of this name are known to have ended */
    void recovered(int endedGeneration) {
        existence.recovered(endedGeneration);
    }

    /** Whether the stream exists beyond doubt; otherwise whatever is to be done has to be {@linkplain #await awaited}. */
    boolean isCertain() {
        return existence.isCertain();
    }

    StreamConfig config() {
        return existence.config();
    }

    /** Whether nothing can be done any more for those who have opened a stream of this generation. */
    boolean hasEnded(int generation) {
        return generation != appends.generation() || existence.isDeleted(generation);
    }

    /** Whether nothing waits for the basin's word. */
    boolean isIdle() {
        return questions.isEmpty();
    }

    /** Asks the basin whether the stream exists, and lets it be created if the basin is so inclined. */
    void await(Purpose purpose, StreamOptions create, Runnable proceed, Consumer<StreamError> refuse) {
        questions.await(purpose, create, proceed, refuse);
        ask();
    }

    void refuseAll(StreamError error) {
        questions.refuseAll(error);
    }

    void ask() {
        BasinQuestions.Question question = questions.next();
        if (question == null) {
            return;
        }
        ActorRef self = context.getSelf();
        Scheduler scheduler = Adapter.toTyped(context.getSystem()).scheduler();
        AskPattern.<BasinEntity.Command, StreamLink.Resolution>ask(
                        world.basins(),
                        replyTo ->
                                new StreamLink.Resolve(basin, stream, question.purpose(), question.create(), replyTo),
                        world.settings().askTimeout(),
                        scheduler)
                .whenCompleteAsync(
                        (resolution, failure) -> self.tell(new Answered(resolution), ActorRef.noSender()),
                        context.getDispatcher());
    }

    void onAnswered(Answered answer) {
        StreamLink.Resolution resolution = answer.resolution();
        if (resolution instanceof StreamLink.Present present) {
            if (!existence.accept(present)) {
                questions.unanswered();
                askLater();
                return;
            }
            appends.serve(present.generation());
            if (!questions.present()) {
                existence.doubt();
            }
        } else {
            questions.absent(
                    resolution instanceof StreamLink.Absent absent
                            ? absent.error()
                            : StreamError.of(ErrorCode.UNAVAILABLE, "basin `" + basin + "` did not answer; try again"));
        }
        ask();
    }

    private void askLater() {
        ActorRef self = context.getSelf();
        context.getSystem()
                .scheduler()
                .scheduleOnce(
                        ASK_AGAIN_AFTER,
                        self,
                        StreamActor.Signal.ASK_AGAIN,
                        context.getDispatcher(),
                        ActorRef.noSender());
    }

    void onApplyConfig(StreamLink.ApplyConfig notice) {
        existence.configured(notice);
        notice.replyTo().tell(new StreamLink.Acknowledged(stream, notice.generation(), notice.configVersion()));
    }

    void onDelete(StreamLink.Delete notice) {
        StreamLink.Acknowledged ack = new StreamLink.Acknowledged(stream, notice.generation(), notice.configVersion());
        if (existence.deleted(notice)) {
            ending = true;
            appends.end(notice.generation(), () -> {
                ending = false;
                closeReads.run();
                notice.replyTo().tell(ack);
            });
        } else if (ending) {
            appends.afterAll(() -> notice.replyTo().tell(ack));
        } else {
            notice.replyTo().tell(ack);
        }
    }

    void onCheckEmpty(StreamLink.CheckEmpty check) {
        if (isCertain()) {
            lookFor(check);
        } else {
            await(Purpose.INSPECT, StreamOptions.NONE, () -> lookFor(check), error -> {});
        }
    }

    private void lookFor(StreamLink.CheckEmpty check) {
        if (hasEnded(check.generation())) {
            return;
        }
        ActorRef self = context.getSelf();
        long nextSeqNum = appends.nextSeqNum();
        ranges.read(appends.durable(), 0, -1, 1).whenComplete((range, failure) -> {
            // Without an answer the basin asks again.
            if (failure == null) {
                boolean found = !range.batches().isEmpty();
                self.tell(new LookedFor(check, nextSeqNum, found), ActorRef.noSender());
            }
        });
    }

    void onLookedFor(LookedFor looked) {
        StreamLink.CheckEmpty check = looked.check();
        if (hasEnded(check.generation())) {
            return;
        }
        long lastWrite = Math.max(existence.createdAt().toEpochMilli(), appends.lastWriteMillis());
        boolean empty = !looked.found() && appends.isIdle() && appends.nextSeqNum() == looked.nextSeqNum();
        if (empty) {
            existence.doubt();
        }
        check.replyTo().tell(new StreamLink.Emptiness(stream, check.generation(), empty, lastWrite));
    }
}
