package io.runnel.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench catchup}. */
@Command(
        name = "catchup",
        description = "Writes a stream of a given size, then reads it from its start, several times.")
final class CatchupCommand implements Callable<Integer> {
    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final BatchOptions batches = new BatchOptions();

    @Option(names = "--mib", paramLabel = "N", defaultValue = "1024", description = "Size. Default: ${DEFAULT-VALUE}.")
    private int mib;

    @Option(names = "--reads", paramLabel = "N", defaultValue = "5", description = "Default: ${DEFAULT-VALUE}.")
    private int reads;

    @Override
    public Integer call() throws Exception {
        MarkdownTable table = new MarkdownTable("read", "MiB/s", "server CPU s/GiB");
        try (Subject subject = server.open();
                Basin basin = Basin.create(subject.endpoint());
                Client client = Client.of(subject.endpoint(), basin.name(), batches.http2())) {
            basin.createStreams(1, SessionLoad::stream);
            SessionLoad load = new SessionLoad(client, batches.shape(1, 0, 0, 0));
            load.start(mib * 1024L * 1024 / batches.recordBytes());
            load.awaitSent();
            for (int i = 1; i <= reads; i++) {
                Meter meter = Meter.start(subject);
                double seconds = load.catchUp(0);
                table.row(i, mib / seconds, meter.stop().cpuSeconds() / (mib / 1024.0));
            }
        }
        System.out.println(table);
        return 0;
    }
}
