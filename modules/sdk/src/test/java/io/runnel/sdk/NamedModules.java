package io.runnel.sdk;

import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What of this test's class path an application has on its module path that requires the client. */
final class NamedModules {
    static final String SDK = "io.runnel.sdk";

    /** Only what has a descriptor of its own: the names of others are guessed, and a client must not hang on that. */
    private static final List<Path> DESCRIBED = Arrays.stream(
                    System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .filter(NamedModules::isDescribed)
            .toList();

    private NamedModules() {}

    private static boolean isDescribed(Path entry) {
        try {
            Set<ModuleReference> found = ModuleFinder.of(entry).findAll();
            return found.size() == 1
                    && found.stream().noneMatch(each -> each.descriptor().isAutomatic());
        } catch (FindException e) {
            return false; // not even a name can be guessed
        }
    }

    /** The client and all it requires. */
    static Configuration resolved() {
        return Configuration.resolve(
                ModuleFinder.of(DESCRIBED.toArray(Path[]::new)),
                List.of(ModuleLayer.boot().configuration()),
                ModuleFinder.of(),
                Set.of(SDK));
    }

    /** Where those modules lie that are not part of the JDK. */
    static List<Path> path() {
        return resolved().modules().stream()
                .map(ResolvedModule::reference)
                .map(each -> Path.of(each.location().orElseThrow()))
                .toList();
    }
}
