package io.runnel.journal;

import io.runnel.log.LogListener;
import io.runnel.model.StorageListener;
import java.util.List;

/** Passes on to those who listen to the storage what the log tells. */
final class Metering implements LogListener {
    private final List<StorageListener> listeners;

    /** @param listeners may become more, and must be safe to go through meanwhile */
    Metering(List<StorageListener> listeners) {
        this.listeners = listeners;
    }

    @Override
    public void flushed(int entries, int bytes) {
        for (StorageListener listener : listeners) {
            listener.flushed(entries, bytes);
        }
    }

    @Override
    public void stored(int bytes, long nanos) {
        for (StorageListener listener : listeners) {
            listener.stored(bytes, nanos);
        }
    }

    @Override
    public void repeated() {
        for (StorageListener listener : listeners) {
            listener.repeated();
        }
    }

    @Override
    public void compacted(long movedBytes, long droppedBytes) {
        for (StorageListener listener : listeners) {
            listener.compacted(movedBytes, droppedBytes);
        }
    }

    @Override
    public void collected(int objects) {
        for (StorageListener listener : listeners) {
            listener.collected(objects);
        }
    }

    @Override
    public void read(int entries, long bytes, int requests, long fetchedBytes) {
        for (StorageListener listener : listeners) {
            listener.read(entries, bytes, requests, fetchedBytes);
        }
    }
}
