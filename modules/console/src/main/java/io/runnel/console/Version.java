package io.runnel.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of the build, from a resource that Maven fills in. */
public final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"runnel " + current()};
    }

    /** For example {@code 1.2.0}. */
    public static String current() {
        Properties build = new Properties();
        try (InputStream resource = Version.class.getResourceAsStream("build.properties")) {
            build.load(resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return build.getProperty("version");
    }
}
