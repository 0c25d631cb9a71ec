package io.runnel.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Contract 9.5: records expire by the age they were written under. */
@Execution(ExecutionMode.CONCURRENT)
class RetentionIT extends OverBoth {

    @Test
    void recordsExpireAfterTheirAgeAndTheTailStays() {
        Stream stream = stream("{\"retention_policy\":{\"age\":10}}");
        Duration shown = timed(() -> {
            stream.append(new Input().record(5, "old timestamp").record("x")).is(200);
            assertThat(stream.items()).hasSize(2);
        });
        assertThat(shown).isLessThan(Duration.ofSeconds(10));
        Position tail = stream.tail();
        Eventually.within(
                Duration.ofSeconds(30), () -> assertThat(stream.items()).isEmpty());
        assertThat(stream.tail()).isEqualTo(tail);
        stream.read("seq_num=0").isJson(200, "{\"records\":[]}");
        assertThat(stream.readSession("seq_num=0").heartbeat()).isEqualTo(tail);
        stream.add("next");
        assertThat(stream.batch("seq_num=0").seqNums()).containsExactly(2L);
    }

    @Test
    void eachRecordKeepsTheAgeItWasWrittenUnder() {
        Stream stream = stream("{\"retention_policy\":{\"age\":2}}");
        stream.add("short");
        stream.patch("{\"retention_policy\":{\"infinite\":{}}}").is(200);
        stream.add("long");
        Eventually.within(
                Duration.ofSeconds(30), () -> assertThat(stream.texts()).containsExactly("long"));
        Stream other = stream();
        other.add("kept");
        other.patch("{\"retention_policy\":{\"age\":1}}").is(200);
        Eventually.pause(millis(2_500));
        assertThat(other.texts()).containsExactly("kept");
    }
}
