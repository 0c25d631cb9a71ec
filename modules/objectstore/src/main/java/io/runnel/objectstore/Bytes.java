package io.runnel.objectstore;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** Collects a stream of bytes with one copy. */
final class Bytes {
    private Bytes() {}

    static CompletionStage<byte[]> collect(Source<ByteString, ?> source, ActorSystem system) {
        return source.runWith(Sink.seq(), system).thenApplyAsync(Bytes::join, system.dispatcher());
    }

    static byte[] join(List<ByteString> parts) {
        byte[] whole = new byte[parts.stream().mapToInt(ByteString::size).sum()];
        int at = 0;
        for (ByteString part : parts) {
            part.copyToArray(whole, at);
            at += part.size();
        }
        return whole;
    }
}
