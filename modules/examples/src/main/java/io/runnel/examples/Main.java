package io.runnel.examples;

import io.runnel.sdk.RunnelClient;
import java.util.Map;
import java.util.TreeMap;

/** Runs an example: its name and that of a basin are the arguments, and the environment says where the server is. */
public final class Main {
    static final Map<String, Example> EXAMPLES = new TreeMap<>(Map.ofEntries(
            Map.entry("basins", new Basins()),
            Map.entry("checkpointing", new Checkpointing()),
            Map.entry("exactly-once", new ExactlyOnce()),
            Map.entry("explicit-trim", new ExplicitTrim()),
            Map.entry("fencing", new Fencing()),
            Map.entry("follow", new Follow()),
            Map.entry("latest-record", new LatestRecord()),
            Map.entry("overview", new Overview()),
            Map.entry("pekko-streams", new PekkoStreams()),
            Map.entry("produce", new Produce()),
            Map.entry("streams", new Streams()),
            Map.entry("typed-messages", new TypedMessages())));

    private Main() {}

    public static void main(String[] args) throws Exception {
        Example example = args.length == 2 ? EXAMPLES.get(args[0]) : null;
        if (example == null) {
            System.err.println("usage: <example> <basin>, with an example of " + EXAMPLES.keySet());
            return;
        }
        try (RunnelClient client = RunnelClient.fromEnvironment()) {
            example.run(client, args[1], System.out);
        }
    }
}
