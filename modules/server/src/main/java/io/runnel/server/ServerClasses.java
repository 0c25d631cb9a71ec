package io.runnel.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigResolveOptions;
import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The classes of the server, without what Pekko would read at every start and the server does not use:
 *
 * <ul>
 *   <li>the manifests of all jars, from which Pekko would warn of versions that differ; with signed jars among them that is a
 *       fifth of the time a start takes. Which versions may differ is seen to by a test (docs/adr/0002).
 *   <li>where there is no cluster, the reference configurations of what makes one: they are nearly half of all there is to
 *       parse, and name serializers that would be made for messages that nobody sends (docs/adr/0021).
 * </ul>
 */
final class ServerClasses extends ClassLoader {
    private static final String PROVIDER = "pekko.actor.provider";
    private static final Pattern OF_CLUSTERS =
            Pattern.compile("/pekko-(cluster|remote|distributed-data)[^/!]*\\.jar!/");

    // One of each for all, since parsed reference configurations are remembered by class loader.
    private static final ServerClasses IN_A_CLUSTER = new ServerClasses(reference -> true);
    private static final ServerClasses ALONE = new ServerClasses(
            reference -> !OF_CLUSTERS.matcher(reference.toString()).find());

    private final Predicate<URL> references;

    private ServerClasses(Predicate<URL> references) {
        super("runnel", ServerClasses.class.getClassLoader());
        this.references = references;
    }

    /** @param config says by {@code pekko.actor.provider} whether there is a cluster; need not be complete */
    static ServerClasses of(Config config) {
        Config known = config.resolve(ConfigResolveOptions.defaults().setAllowUnresolved(true));
        return known.hasPath(PROVIDER) && known.getString(PROVIDER).equals("local") ? ALONE : IN_A_CLUSTER;
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        return switch (name) {
            case "META-INF/MANIFEST.MF" -> Collections.emptyEnumeration();
            case "reference.conf" ->
                Collections.enumeration(Collections.list(super.getResources(name)).stream()
                        .filter(references)
                        .toList());
            default -> super.getResources(name);
        };
    }
}
