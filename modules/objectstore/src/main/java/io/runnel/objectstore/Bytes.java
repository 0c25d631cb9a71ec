package io.runnel.objectstore;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** Puts bytes together that lie in parts, with one copy. */
final class Bytes {
    private Bytes() {}

    static CompletionStage<byte[]> collect(Source<ByteString, ?> source, ActorSystem system) {
        return source.runWith(Sink.seq(), system).thenApplyAsync(Bytes::join, system.dispatcher());
    }

    static long size(List<ByteBuffer> parts) {
        return parts.stream().mapToLong(ByteBuffer::remaining).sum();
    }

    /** The parts as one array, which may be that of the only one. */
    static byte[] whole(List<ByteBuffer> parts) {
        if (parts.size() == 1 && parts.get(0).hasArray()) {
            byte[] array = parts.get(0).array();
            if (array.length == parts.get(0).remaining()) {
                return array;
            }
        }
        byte[] whole = new byte[Math.toIntExact(size(parts))];
        ByteBuffer out = ByteBuffer.wrap(whole);
        parts.forEach(part -> out.put(part.duplicate()));
        return whole;
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
