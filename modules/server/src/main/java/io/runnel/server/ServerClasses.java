package io.runnel.server;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;

/**
 * The classes of the server, without the manifests of their jars. Pekko reads all of those at every start, to warn of
 * versions that differ; with signed jars among them that is a fifth of the time a start takes. Which versions may differ
 * is seen to by a test (docs/adr/0002).
 */
final class ServerClasses extends ClassLoader {
    /** One for all, since parsed reference configurations are remembered by class loader. */
    static final ServerClasses LOADER = new ServerClasses();

    private ServerClasses() {
        super("runnel", ServerClasses.class.getClassLoader());
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        return name.equals("META-INF/MANIFEST.MF") ? Collections.emptyEnumeration() : super.getResources(name);
    }
}
