package io.runnel.sdk.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.sdk.AppendRecord;
import io.runnel.sdk.Await;
import io.runnel.sdk.BasinClient;
import io.runnel.sdk.Message;
import io.runnel.sdk.MessageAck;
import io.runnel.sdk.ReadOptions;
import io.runnel.sdk.ReadStart;
import io.runnel.sdk.StreamClient;
import io.runnel.sdk.TypedProducer;
import io.runnel.sdk.TypedReadSession;
import io.runnel.testkit.RunnelTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@RunnelTest
class TypedSessionsIT {
    @Test
    void messagesOfAnySizeComeBackWholeAndInOrder(BasinClient basin) throws Exception {
        StreamClient stream = basin.stream("typed");
        List<String> said = List.of("hello", "x".repeat(3_000_000), "bye");
        List<MessageAck> acks = append(stream, said);
        Await.result(stream.append(AppendRecord.of("of somebody else")));

        List<Message<String>> read = read(stream);

        assertThat(read).extracting(Message::value).isEqualTo(said);
        assertThat(acks).containsExactly(new MessageAck(0, 1), new MessageAck(1, 4), new MessageAck(4, 5));
        assertThat(read).extracting(Message::firstSeqNum).containsExactly(0L, 1L, 4L);
        assertThat(read).extracting(Message::nextSeqNum).containsExactly(1L, 4L, 5L);
    }

    @Test
    void withoutWaitingTheSameMessagesCome(BasinClient basin) throws Exception {
        StreamClient stream = basin.stream("typed");
        append(stream, List.of("one", "two"));

        try (TypedReadSession<String> session = session(stream)) {
            assertThat(Await.result(session.nextAsync()).map(Message::value)).contains("one");
            assertThat(Await.result(session.nextAsync()).map(Message::value)).contains("two");
            assertThat(Await.result(session.nextAsync())).isEqualTo(Optional.empty());
        }
    }

    private static List<MessageAck> append(StreamClient stream, List<String> messages) throws InterruptedException {
        List<MessageAck> acks = new ArrayList<>();
        try (TypedProducer<String> producer = TypedProducer.over(stream.producer(), text -> text.getBytes(UTF_8))) {
            for (String message : messages) {
                acks.add(Await.result(producer.submit(message)));
            }
        }
        return acks;
    }

    private static List<Message<String>> read(StreamClient stream) throws InterruptedException {
        List<Message<String>> read = new ArrayList<>();
        try (TypedReadSession<String> session = session(stream)) {
            for (Message<String> next = session.next(); next != null; next = session.next()) {
                read.add(next);
            }
        }
        return read;
    }

    private static TypedReadSession<String> session(StreamClient stream) {
        ReadOptions toTheTail = ReadOptions.from(ReadStart.beginning()).withWait(Duration.ZERO);
        return TypedReadSession.over(stream.readSession(toTheTail), bytes -> new String(bytes, UTF_8));
    }
}
