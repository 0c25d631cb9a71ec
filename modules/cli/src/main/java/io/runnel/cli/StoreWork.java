package io.runnel.cli;

import com.typesafe.config.Config;
import io.runnel.console.Environment;
import io.runnel.console.Signals;
import io.runnel.storetools.StoreAccess;
import io.runnel.storetools.UnreadableStoreException;
import java.util.concurrent.CancellationException;
import java.util.function.ToIntFunction;

/** Opens a store, does something with it that may be interrupted, and closes it. */
final class StoreWork {
    /** The store could not be read, or the command was wrong. */
    static final int UNREADABLE = 2;

    /** As shells say of a process that a Ctrl-C has ended. */
    static final int INTERRUPTED = 130;

    private StoreWork() {}

    static int with(Config settings, Environment environment, ToIntFunction<StoreAccess> work) {
        try (StoreAccess store = StoreAccess.open(settings)) {
            for (String signal : new String[] {"INT", "TERM", "HUP"}) {
                Signals.handle(signal, number -> store.cancel());
            }
            return work.applyAsInt(store);
        } catch (CancellationException e) {
            environment.err().println("interrupted: nothing is said about what was not looked at yet");
            return INTERRUPTED;
        } catch (UnreadableStoreException e) {
            environment.err().println("error: " + e.getMessage());
            return UNREADABLE;
        } catch (RuntimeException e) {
            environment.err().println("error: " + e);
            return UNREADABLE;
        }
    }
}
