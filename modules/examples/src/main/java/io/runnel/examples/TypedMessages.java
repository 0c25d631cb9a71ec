package io.runnel.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.runnel.sdk.Await;
import io.runnel.sdk.Message;
import io.runnel.sdk.ReadOptions;
import io.runnel.sdk.ReadStart;
import io.runnel.sdk.RunnelClient;
import io.runnel.sdk.StreamClient;
import io.runnel.sdk.TypedProducer;
import io.runnel.sdk.TypedReadSession;
import java.io.PrintStream;
import java.time.Duration;

/** Appends and reads values of one's own, each once, even if they are too large for a record. */
final class TypedMessages implements Example {
    /** How values become bytes is up to the program: JSON, protobuf, or as here. */
    private record Order(String what, int pieces) {
        static Order decode(byte[] bytes) {
            String[] parts = new String(bytes, UTF_8).split(" of ", 2);
            return new Order(parts[1], Integer.parseInt(parts[0]));
        }

        byte[] encode() {
            return (pieces + " of " + what).getBytes(UTF_8);
        }
    }

    @Override
    public void run(RunnelClient client, String basin, PrintStream out) throws InterruptedException {
        StreamClient stream = client.basin(basin).stream("orders");

        try (TypedProducer<Order> producer = TypedProducer.over(stream.producer(), Order::encode)) {
            Await.result(producer.submit(new Order("a book", 1)));
            Await.result(producer.submit(new Order("a very long book".repeat(200_000), 2)));
        }

        ReadOptions all = ReadOptions.from(ReadStart.beginning()).withWait(Duration.ZERO);
        try (TypedReadSession<Order> orders = TypedReadSession.over(stream.readSession(all), Order::decode)) {
            for (Message<Order> next = orders.next(); next != null; next = orders.next()) {
                Order order = next.value();
                out.println(order.pieces() + " of a name of " + order.what().length() + " letters");
            }
        }
    }
}
