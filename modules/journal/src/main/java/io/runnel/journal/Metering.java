package io.runnel.journal;

import io.runnel.log.LogListener;
import io.runnel.model.StorageListener;
import io.runnel.objectstore.RequestListener;
import java.util.List;
import java.util.Locale;

/** Passes on to those who listen to the storage what the log and its stores tell. */
final class Metering implements LogListener {
    private final List<StorageListener> listeners;

    /** @param listeners may become more, and must be safe to go through meanwhile */
    Metering(List<StorageListener> listeners) {
        this.listeners = listeners;
    }

    /** Passes on what a store tells, by its name. */
    RequestListener ofStore(String name) {
        return (operation, ending, bytes, nanos) -> {
            for (StorageListener listener : listeners) {
                listener.requested(name, lowerCase(operation), lowerCase(ending), bytes, nanos);
            }
        };
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
    public void forgotten(int entities) {
        for (StorageListener listener : listeners) {
            listener.forgotten(entities);
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

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
