package io.runnel.bench;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench memory}. */
@Command(
        name = "memory",
        description = "Appends a given amount while it samples what the server holds: is it flat? Leave the heap at its"
                + " default and use a durable store.")
final class MemoryCommand implements Callable<Integer> {
    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final BatchOptions batches = new BatchOptions();

    @Option(names = "--gib", paramLabel = "N", defaultValue = "10", description = "Default: ${DEFAULT-VALUE}.")
    private double gib;

    @Option(names = "--streams", paramLabel = "N", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    private int streams;

    @Option(names = "--live-reader", description = "Follow every stream meanwhile.")
    private boolean liveReader;

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "Between samples. Default: ${DEFAULT-VALUE}.")
    private double every;

    @Override
    public Integer call() throws Exception {
        MarkdownTable table = new MarkdownTable("seconds", "appended GiB", "RSS MiB", "heap used MiB");
        try (Subject subject = server.open();
                Basin basin = Basin.create(subject.endpoint());
                Client client = Client.of(subject.endpoint(), basin.name(), batches.http2())) {
            basin.createStreams(streams, SessionLoad::stream);
            SessionLoad load = new SessionLoad(client, batches.shape(streams, liveReader ? 1 : 0, 0, 0));
            long records = (long) (gib * Figures.GIB / batches.recordBytes());
            load.start(records / streams);
            long start = System.nanoTime();
            while (load.acked() < records / streams * streams) {
                load.runFor(every);
                table.row(
                        (System.nanoTime() - start) / 1e9,
                        (double) load.acked() * batches.recordBytes() / Figures.GIB,
                        subject.stats().rssBytes() / Figures.MIB,
                        heapUsed(subject.endpoint()) / Figures.MIB);
            }
            load.awaitSent();
        }
        System.out.println(table);
        return 0;
    }

    /** What the server's metrics say; 0 if they do not. */
    private static double heapUsed(Endpoint endpoint) throws IOException, InterruptedException {
        String metrics = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(endpoint.resolve("/metrics")).build(), BodyHandlers.ofString())
                .body();
        return metrics.lines()
                .filter(line -> line.startsWith("jvm_memory_used_bytes{") && line.contains("area=\"heap\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
