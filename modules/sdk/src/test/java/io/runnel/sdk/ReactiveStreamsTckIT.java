package io.runnel.sdk;

import io.runnel.testkit.TestServer;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;

/** As {@link ReactiveStreamsTckTest}, with sessions of a server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReactiveStreamsTckIT {
    private static final int BATCHES = 20;
    private static final int BATCH_BYTES = 600_000; // two would not fit into a batch that is read

    private TestServer server;
    private RunnelClient client;
    private StreamClient stream;

    @BeforeAll
    void start() throws Exception {
        server = TestServer.start();
        client = RunnelClient.create(
                ClientOptions.builder().endpoint(server.endpoint().toString()).build());
        Await.result(client.createBasin("reactive-streams"));
        stream = client.basin("reactive-streams").stream("s");
        Await.result(client.basin("reactive-streams").createStream("s"));
        for (int i = 0; i < BATCHES; i++) {
            Await.result(stream.append(AppendInput.of(AppendRecord.of(new byte[BATCH_BYTES]))));
        }
    }

    @AfterAll
    void stop() {
        client.close();
        server.close();
    }

    @TestFactory
    List<DynamicTest> aReadSession() {
        return ReactiveStreamsTck.of(Reading::new);
    }

    @TestFactory
    List<DynamicTest> anAppendSession() {
        return ReactiveStreamsTck.of(Appending::new);
    }

    @TestFactory
    List<DynamicTest> aProducer() {
        return ReactiveStreamsTck.of(Producing::new);
    }

    private final class Reading extends FlowPublisherVerification<ReadBatch> {
        Reading() {
            super(ReactiveStreamsTck.environment());
        }

        @Override
        public Flow.Publisher<ReadBatch> createFlowPublisher(long elements) {
            return stream.readSession(ReadOptions.from(ReadStart.beginning()).withCount(elements))
                    .publisher();
        }

        @Override
        public Flow.Publisher<ReadBatch> createFailedFlowPublisher() {
            return client.basin("reactive-streams").stream("not-there")
                    .readSession(ReadOptions.from(ReadStart.beginning()))
                    .publisher();
        }

        @Override
        public long maxElementsFromPublisher() {
            return BATCHES;
        }
    }

    private final class Appending extends FlowSubscriberBlackboxVerification<AppendInput> {
        Appending() {
            super(ReactiveStreamsTck.environment());
        }

        @Override
        public Flow.Subscriber<AppendInput> createFlowSubscriber() {
            return stream.appendSession().subscriber();
        }

        @Override
        public AppendInput createElement(int element) {
            return AppendInput.of(createRecord(element));
        }
    }

    private final class Producing extends FlowSubscriberBlackboxVerification<AppendRecord> {
        Producing() {
            super(ReactiveStreamsTck.environment());
        }

        @Override
        public Flow.Subscriber<AppendRecord> createFlowSubscriber() {
            return stream.producer().subscriber();
        }

        @Override
        public AppendRecord createElement(int element) {
            return createRecord(element);
        }
    }

    private static AppendRecord createRecord(int element) {
        return AppendRecord.of("record " + element);
    }
}
