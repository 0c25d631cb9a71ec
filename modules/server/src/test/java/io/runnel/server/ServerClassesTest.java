package io.runnel.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;

class ServerClassesTest {
    @Test
    void aServerOfAClusterReadsWhatClustersAreConfiguredBy() {
        Config config = configuration("");

        assertThat(config.getString("pekko.cluster.sharding.state-store-mode")).isNotEmpty();
        assertThat(config.getConfig("pekko.actor.serializers").root()).containsKeys("pekko-sharding", "artery");
    }

    @Test
    void aServerWithoutAClusterReadsNothingOfThatAndMakesNoSerializersForIt() {
        Config config = configuration("pekko.actor.provider = local");

        assertThat(config.hasPath("pekko.cluster.sharding.state-store-mode")).isFalse();
        assertThat(config.hasPath("pekko.remote.artery.enabled")).isFalse();
        assertThat(config.getConfig("pekko.actor.serializers").root())
                .containsKeys("runnel-engine", "runnel-messages", "pekko-persistence-message")
                .doesNotContainKeys("pekko-sharding", "pekko-replicated-data", "pekko-cluster", "artery");
    }

    @Test
    void aConfigurationThatIsNotCompleteYetSaysWhetherThereIsACluster() {
        assertThat(configuration("way = local, pekko.actor.provider = ${way}").hasPath("pekko.remote.artery.enabled"))
                .isFalse();
        assertThat(configuration("runnel.server.port = ${runnel.server.backup-port}, runnel.server.backup-port = 1")
                        .hasPath("pekko.remote.artery.enabled"))
                .isTrue();
        assertThat(configuration("pekko.remote.artery.canonical.port = ${runnel.server.port}")
                        .getInt("pekko.remote.artery.canonical.port"))
                .isEqualTo(configuration("").getInt("runnel.server.port"));
    }

    private static Config configuration(String overrides) {
        return RunnelServer.configuration(ConfigFactory.parseString(overrides));
    }
}
