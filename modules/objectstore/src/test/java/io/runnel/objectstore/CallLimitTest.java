package io.runnel.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class CallLimitTest {
    private final Map<String, CompletableFuture<String>> started = new LinkedHashMap<>();
    private final CallLimit limit = new CallLimit(2, Runnable::run);

    @Test
    void letsNoMoreThroughThanItMayAndTheNextOnesInTheirOrder() {
        call("a", false);
        call("b", false);
        call("c", false);
        call("d", false);
        assertThat(started.keySet()).containsExactly("a", "b");
        started.get("b").complete("");
        assertThat(started.keySet()).containsExactly("a", "b", "c");
        started.get("a").complete("");
        assertThat(started.keySet()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void shortCallsDoNotWaitForLongOnesThatWaitThemselves() {
        call("a", false);
        call("b", false);
        call("long", false);
        call("short", true);
        started.get("a").complete("");
        assertThat(started.keySet()).containsExactly("a", "b", "short");
    }

    @Test
    void aCallThatFailsOrCannotEvenBeginMakesRoom() {
        CompletionStage<String> failed = call("a", false);
        CompletionStage<String> broken = limit.call(false, () -> {
            throw new IllegalStateException("broken");
        });
        call("b", false);
        CompletionStage<String> waiting = call("c", false);
        started.get("a").completeExceptionally(new StoreException("down", true));
        assertThat(started.keySet()).containsExactly("a", "b", "c");
        started.get("c").complete("found");
        assertThat(failed.toCompletableFuture()).isCompletedExceptionally();
        assertThat(broken.toCompletableFuture()).isCompletedExceptionally();
        assertThat(waiting.toCompletableFuture()).isCompletedWithValue("found");
    }

    @Test
    void aCallEndsEvenIfTheNextOneCannotBeStartedAnyMore() {
        CallLimit closing = new CallLimit(1, command -> {
            throw new RejectedExecutionException("shut down");
        });
        CompletableFuture<String> answer = new CompletableFuture<>();
        CompletionStage<String> first = closing.call(false, () -> answer);
        CompletionStage<String> next = closing.call(false, CompletableFuture::new);
        answer.complete("found");
        assertThat(first.toCompletableFuture()).isCompletedWithValue("found");
        assertThat(next.toCompletableFuture()).isNotDone();
    }

    @Test
    void roomThatNobodyWantedIsThereLater() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String name = "call " + i;
            names.add(name);
            call(name, i % 2 == 0);
            started.get(name).complete("");
        }
        assertThat(started.keySet()).containsExactlyElementsOf(names);
    }

    @Test
    void mustLetOneThrough() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CallLimit(0, Runnable::run))
                .withMessageContaining("not 0");
    }

    private CompletionStage<String> call(String name, boolean isShort) {
        return limit.call(isShort, () -> {
            CompletableFuture<String> answer = new CompletableFuture<>();
            started.put(name, answer);
            return answer;
        });
    }
}
