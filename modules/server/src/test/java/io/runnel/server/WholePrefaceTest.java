package io.runnel.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class WholePrefaceTest {
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final String REST = "and frames";

    @Test
    void theFirstElementHasTheWholePrefaceWhereverItWasCut() throws Exception {
        String sent = PREFACE + REST;
        for (int first = 1; first < sent.length(); first++) {
            for (int second = first; second < sent.length(); second++) {
                List<String> came =
                        handedOn(sent.substring(0, first), sent.substring(first, second), sent.substring(second));
                assertThat(came.get(0)).startsWith(PREFACE);
                assertThat(String.join("", came)).isEqualTo(sent);
            }
        }
    }

    @Test
    void whatIsNoPrefaceIsHandedOnAsSoonAsThatIsKnown() throws Exception {
        assertThat(handedOn("P", "O", "S", "T")).containsExactly("PO", "S", "T");
        assertThat(handedOn("G", "E", "T")).containsExactly("G", "E", "T");
        assertThat(handedOn("PRI * HTTP/2.0\r\n\r\nSM\r\n\r", "x", "y"))
                .containsExactly("PRI * HTTP/2.0\r\n\r\nSM\r\n\rx", "y");
    }

    @Test
    void whatIsThereAtTheEndIsHandedOn() throws Exception {
        assertThat(handedOn("PRI", " *")).containsExactly("PRI *");
        assertThat(handedOn()).isEmpty();
    }

    private static List<String> handedOn(String... pieces) throws Exception {
        List<ByteString> bytes = new ArrayList<>();
        for (String piece : pieces) {
            if (!piece.isEmpty()) {
                bytes.add(ByteString.fromString(piece, StandardCharsets.US_ASCII));
            }
        }
        return Source.from(bytes)
                .via(new WholePreface())
                .runWith(Sink.seq(), TestEdge.MATERIALIZER)
                .toCompletableFuture()
                .get(1, TimeUnit.MINUTES)
                .stream()
                .map(ByteString::utf8String)
                .collect(Collectors.toList());
    }
}
