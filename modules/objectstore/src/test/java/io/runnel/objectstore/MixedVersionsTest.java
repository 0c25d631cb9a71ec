package io.runnel.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.util.ManifestInfo;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

/** Pekko's own check is off (docs/adr/0002); this one allows what was decided there, and nothing else. */
class MixedVersionsTest {
    @Test
    void onlyTheseModulesOfPekkoDiffer() throws Exception {
        Map<String, String> versions = versions();
        String core = versions.get("pekko-actor");
        String http = versions.get("pekko-http-core");
        assertThat(without(versions, (module, version) -> version.equals(isHttp(module) ? http : core)))
                .isEqualTo(Map.of("pekko-http-xml", "1.0.1", "pekko-connectors-s3", "1.0.2"));
    }

    @Test
    void theCheckIsOffWhereTheStoreIsUsed() {
        assertThat(ConfigFactory.parseResources("runnel-objectstore.conf").getBoolean("pekko.fail-mixed-versions"))
                .isFalse();
    }

    private static boolean isHttp(String module) {
        return module.startsWith("pekko-http") || module.equals("pekko-parsing");
    }

    private static Map<String, String> without(Map<String, String> versions, BiPredicate<String, String> expected) {
        Map<String, String> rest = new TreeMap<>(versions);
        rest.entrySet().removeIf(entry -> expected.test(entry.getKey(), entry.getValue()));
        return rest;
    }

    private static Map<String, String> versions() throws Exception {
        ActorSystem system = ActorSystem.create("versions");
        try {
            Map<String, String> versions = new TreeMap<>();
            CollectionConverters.asJava(ManifestInfo.get(system).versions())
                    .forEach((module, version) -> versions.put(module, version.version()));
            versions.keySet().removeIf(Predicate.not(module -> module.startsWith("pekko-")));
            return versions;
        } finally {
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
    }
}
