package io.runnel.bench;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench opening}. */
@Command(
        name = "opening",
        description =
                "Fills a store with many streams, kills the server, and starts it on what is there: until it serves,"
                        + " and until it answers reads.")
final class OpeningCommand implements Callable<Integer> {
    private static final int READS = 200;
    private static final long SEED = 1;
    private static final Pattern BODY = Pattern.compile("\"seq_num\":0,.*\"body\":\"([^\"]*)\"");

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Option(names = "--streams", paramLabel = "N", defaultValue = "100000", description = "Default: ${DEFAULT-VALUE}.")
    private int streams;

    @Option(
            names = "--gib",
            paramLabel = "N",
            defaultValue = "20",
            description = "Of all streams together; each has one batch, of at most 1000 records and 1 MiB."
                    + " Default: ${DEFAULT-VALUE}.")
    private double gib;

    @Option(
            names = "--record-bytes",
            paramLabel = "N",
            defaultValue = "1024",
            description = "Metered bytes of a record. Default: ${DEFAULT-VALUE}.")
    private int recordBytes;

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "16",
            description = "That fill. Default: ${DEFAULT-VALUE}.")
    private int clients;

    @Option(names = "--starts", paramLabel = "N", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
    private int starts;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Override
    public Integer call() throws Exception {
        int records = (int) Math.max(1, Math.min(1000, Math.round(gib * Figures.GIB / streams / recordBytes)));
        BatchTemplate template = new BatchTemplate(records, recordBytes, SEED);
        ByteBuffer message = template.stamped(0, records, 0);
        byte[] batch = new byte[message.remaining()];
        message.get(batch);
        int bodyBytes = recordBytes - BatchTemplate.METERED_OVERHEAD;
        byte[] first = Arrays.copyOfRange(batch, batch.length / records - bodyBytes, batch.length / records);

        MarkdownTable table = new MarkdownTable(
                "streams",
                "GiB",
                "serves after s",
                "first read ms",
                "read p50 / p99 ms",
                "server RSS MiB",
                "CPU s to serve");
        try (Subject subject = server.open();
                Basin basin = Basin.create(subject.endpoint())) {
            fill(subject.endpoint(), basin.name(), batch);
            double written = (double) streams * records * recordBytes / Figures.GIB;
            for (int i = 0; i < starts; i++) {
                double seconds = subject.killAndRestart();
                double cpu = subject.stats().cpuSeconds();
                Random random = new Random(SEED + i);
                double firstRead = readMillis(subject.endpoint(), basin.name(), random.nextInt(streams), first);
                Latencies latencies = new Latencies();
                latencies.start();
                for (int read = 0; read < READS; read++) {
                    latencies.record((long)
                            (1e6 * readMillis(subject.endpoint(), basin.name(), random.nextInt(streams), first)));
                }
                table.row(
                        streams,
                        written,
                        seconds,
                        firstRead,
                        latencies.stop(),
                        subject.stats().rssBytes() / Figures.MIB,
                        cpu);
            }
            System.out.println(table);
        }
        return 0;
    }

    private void fill(Endpoint endpoint, String basin, byte[] batch) throws Exception {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger filled = new AtomicInteger();
        Crew crew = new Crew();
        for (int i = 0; i < clients; i++) {
            crew.start("fill-" + i, () -> {
                for (int stream = next.getAndIncrement(); stream < streams; stream = next.getAndIncrement()) {
                    append(endpoint, basin, stream, batch);
                    filled.incrementAndGet();
                }
            });
        }
        long begun = System.nanoTime();
        while (filled.get() < streams) {
            crew.runFor(5000);
            System.err.printf(
                    "%,d of %,d streams filled after %.0f s%n",
                    filled.get(), streams, (System.nanoTime() - begun) / 1e9);
        }
    }

    private void append(Endpoint endpoint, String basin, int stream, byte[] batch)
            throws IOException, InterruptedException {
        Request append = Request.append(endpoint, basin, SessionLoad.stream(stream));
        HttpResponse<String> answer = http.send(
                request(append)
                        .header("content-type", "application/protobuf")
                        .POST(BodyPublishers.ofByteArray(batch))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new BrokenAnswerException("an append answered " + answer.statusCode() + " " + answer.body());
        }
    }

    /** Reads the first record of a stream, and compares it. */
    private double readMillis(Endpoint endpoint, String basin, int stream, byte[] expected)
            throws IOException, InterruptedException {
        Request read = Request.read(endpoint, basin, SessionLoad.stream(stream), "seq_num=0&count=1");
        long begun = System.nanoTime();
        HttpResponse<String> answer =
                http.send(request(read).header("s2-format", "base64").build(), BodyHandlers.ofString());
        double millis = (System.nanoTime() - begun) / 1e6;
        Matcher body = BODY.matcher(answer.body());
        if (!body.find() || !Arrays.equals(Base64.getDecoder().decode(body.group(1)), expected)) {
            throw new BrokenAnswerException(
                    "the first record of stream " + stream + " is not what was appended: " + answer.body());
        }
        return millis;
    }

    private static HttpRequest.Builder request(Request of) {
        return HttpRequest.newBuilder(of.endpoint().resolve(of.target()))
                .header("s2-basin", of.basin())
                .header("authorization", "Bearer bench");
    }
}
