package io.runnel.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/** Unary appends in a closed loop, one in flight per stream; one thread for all of them. */
final class SmallLoad implements AutoCloseable {
    private final Selector selector;
    private final Latencies latencies = new Latencies();
    private final List<SmallConnection> connections = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
    private volatile boolean stopping;
    private volatile long acked;
    private int inFlight;

    private SmallLoad(Selector selector) {
        this.selector = selector;
    }

    static SmallLoad open(Endpoint endpoint, String basin, int streams, int bodyBytes) throws IOException {
        SmallLoad load = new SmallLoad(Selector.open());
        for (int i = 0; i < streams; i++) {
            Request append = Request.append(endpoint, basin, stream(i));
            load.connections.add(SmallConnection.open(append, bodyBytes, load.selector));
        }
        return load;
    }

    static String stream(int index) {
        return "small/" + index;
    }

    Latencies latencies() {
        return latencies;
    }

    /** Records acknowledged so far. */
    long acked() {
        return acked;
    }

    /** Records acknowledged on one stream, once the load has stopped. */
    long acked(int stream) {
        return connections.get(stream).acked();
    }

    void stop() {
        stopping = true;
    }

    /** Appends until it is told to stop; returns when nothing is in flight. */
    void run() throws IOException {
        for (SmallConnection connection : connections) {
            connection.send();
            inFlight++;
        }
        IOException[] failure = new IOException[1];
        while (inFlight > 0 && failure[0] == null) {
            selector.select(key -> {
                try {
                    ready(key);
                } catch (IOException e) {
                    failure[0] = e;
                }
            });
        }
        if (failure[0] != null) {
            throw failure[0];
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes, others look
    private void ready(SelectionKey key) throws IOException {
        SmallConnection connection = (SmallConnection) key.attachment();
        if (!connection.receive(buffer)) {
            return;
        }
        latencies.record(System.nanoTime() - connection.sentNanos());
        acked++;
        if (stopping) {
            inFlight--;
        } else {
            connection.send();
        }
    }

    @Override
    public void close() throws IOException {
        for (SmallConnection connection : connections) {
            connection.close();
        }
        selector.close();
    }
}
