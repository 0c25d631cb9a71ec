package io.runnel.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench s3latency}. */
@Command(
        name = "s3latency",
        description = "Stands in front of an S3 server and answers as late as S3 Standard does, until it is stopped.")
final class DelayCommand implements Callable<Integer> {
    @Option(names = "--store", paramLabel = "URL", required = true, description = "The S3 server: http://HOST:PORT.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String store;

    @Option(names = "--port", paramLabel = "N", defaultValue = "0", description = "Default: any free one.")
    private int port;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Override
    public Integer call() throws Exception {
        try (DelayingProxy proxy = DelayingProxy.start(port, Endpoint.of(store), new StoreDelay(seed))) {
            System.out.println("AWS_ENDPOINT_URL_S3=" + proxy.endpoint());
            long before = 0;
            while (true) {
                Thread.sleep(10_000);
                long now = proxy.puts();
                System.err.println((now - before) / 10.0 + " PUT/s");
                before = now;
            }
        }
    }
}
