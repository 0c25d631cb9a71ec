package io.runnel.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/** What {@link ReactiveStreamsTckTest} does not ask for. */
class BatchSubscriptionTest {
    private final CompletableFuture<Optional<String>> next = new CompletableFuture<>();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private final List<String> heard = new ArrayList<>();
    private int closed;
    private Flow.Subscription subscription;
    private RuntimeException unwilling;
    private Runnable whileSubscribing = () -> {};

    private void start() {
        new BatchSubscription<String>(() -> next, drained, () -> closed++).start(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription given) {
                subscription = given;
                whileSubscribing.run();
                heard.add("subscribed");
            }

            @Override
            public void onNext(String batch) {
                heard.add(batch);
                if (unwilling != null) {
                    throw unwilling;
                }
            }

            @Override
            public void onError(Throwable failure) {
                heard.add(failure.getMessage());
            }

            @Override
            public void onComplete() {
                heard.add("complete");
            }
        });
    }

    @Test
    void nothingIsSaidWhileTheSubscriberHearsOfItsSubscription() {
        next.complete(Optional.of("batch"));
        drained.complete(null);
        whileSubscribing = () -> subscription.request(1);
        start();
        assertThat(heard).containsExactly("subscribed", "batch", "complete");
    }

    @Test
    void theEndIsSaidWithoutDemand() {
        start();
        drained.complete(null);
        assertThat(heard).containsExactly("subscribed", "complete");
    }

    @Test
    void aFailureIsSaidWithoutDemand() {
        start();
        drained.completeExceptionally(new IllegalStateException("broken"));
        assertThat(heard).containsExactly("subscribed", "broken");
    }

    @Test
    void aBatchThatHasBeenAskedForComesBeforeTheEnd() {
        start();
        subscription.request(1);
        drained.complete(null);
        next.complete(Optional.of("last"));
        assertThat(heard).containsExactly("subscribed", "last", "complete");
    }

    @Test
    void aSubscriberThatThrowsIsDoneWithAndTheSessionClosed() {
        unwilling = new IllegalStateException("not that one");
        next.complete(Optional.of("batch"));
        start();
        assertThatThrownBy(() -> subscription.request(2)).isSameAs(unwilling);
        drained.complete(null);
        assertThat(heard).containsExactly("subscribed", "batch");
        assertThat(closed).isOne();
    }

    @Test
    void aSubscriberMustBeThere() {
        assertThatNullPointerException()
                .isThrownBy(() -> new BatchSubscription<String>(() -> next, drained, () -> {}).start(null));
    }
}
