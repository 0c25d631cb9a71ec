package io.runnel.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Contract 13.5: deletion and re-creation; also the tables of section 9. */
@Execution(ExecutionMode.CONCURRENT)
class LifecycleIT extends OverBoth {

    @Test
    void case129_deletingTwiceIsAccepted() {
        Stream stream = stream().fill(3);
        stream.delete().isEmpty(202);
        Response again = stream.delete();
        if (again.status() == 404) {
            again.isError(404, "stream_not_found");
        } else {
            again.isEmpty(202);
        }
        stream.awaitGone();
    }

    @Test
    void case131_aRecreatedStreamStartsAfresh() {
        Stream stream = stream().fill(3);
        stream.append(Input.fence("old")).is(200);
        JsonNode before = stream.info();
        stream.delete().isEmpty(202);
        stream.awaitGone();
        stream.basin().post("{\"stream\":\"s\"}", "s2-request-token: t").isProvisioned(201, "created");
        assertThat(stream.tail()).isEqualTo(Position.START);
        stream.read("seq_num=0").is(416);
        stream.append(Input.of("x").fencing("").match(0)).is(200);
        assertThat(stream.texts()).containsExactly("x");
        assertThat(stream.info().get("created_at").textValue())
                .isGreaterThan(before.get("created_at").textValue());
    }

    @Test
    void aDeletedBasinAndItsStreamsAreGoneInTheEnd() {
        Basin basin = client.basin();
        Stream stream = basin.stream("s").fill(3);
        basin.delete().isEmpty(202);
        Eventually.within(Duration.ofSeconds(90), () -> basin.config().isError(404, "basin_not_found"));
        assertThat(client.get("/v1/basins?prefix=" + basin.name()).json().get("basins"))
                .isEmpty();
        basin.put("{}").isProvisioned(201, "created");
        assertThat(basin.names("")).isEmpty();
        stream.config().isError(404, "stream_not_found");
        stream.put("{}").is(201);
        stream.assertTail(0);
    }
}
