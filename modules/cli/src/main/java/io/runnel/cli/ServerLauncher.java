package io.runnel.cli;

import com.typesafe.config.Config;
import io.runnel.console.Environment;

/** What {@code serve} does once it knows how: a server in production, a notebook in tests. */
interface ServerLauncher {
    /** @return the exit code, or {@link RunningServer#SERVING} if the process goes on */
    int serve(Config settings, Environment environment);
}
