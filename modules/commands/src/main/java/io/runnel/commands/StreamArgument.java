package io.runnel.commands;

import io.runnel.sdk.RunnelClient;
import io.runnel.sdk.StreamClient;
import picocli.CommandLine.Parameters;

/** The stream that a command is about. A picocli mixin. */
final class StreamArgument {
    @Parameters(
            index = "0",
            paramLabel = "S2_URI",
            converter = StreamUri.Converter.class,
            description = "The stream: s2://BASIN/STREAM.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private StreamUri uri;

    StreamUri uri() {
        return uri;
    }

    StreamClient of(RunnelClient client) {
        return client.basin(uri.basin()).stream(uri.stream());
    }
}
