package io.runnel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.runnel.server.RunnelServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The file that {@code bin/runnel} reads, conf/runnel.conf. */
class ConfigurationFileTest {
    private static final Path FILE = Path.of("../../conf/runnel.conf");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{\\?(\\w+)}");

    @Test
    void everyKeyIsExplainedInAReferenceConf() throws IOException {
        Config reference = ConfigFactory.defaultReference();
        assertThat(keys())
                .isNotEmpty()
                .allSatisfy(
                        key -> assertThat(reference.hasPathOrNull(key)).as(key).isTrue());
    }

    @Test
    void everyVariableIsOursAndNamedOnce() throws IOException {
        assertThat(variables())
                .allSatisfy(name -> assertThat(name).startsWith("RUNNEL_"))
                .doesNotHaveDuplicates();
    }

    @Test
    void withoutVariablesItChangesNothing() {
        Config file = ConfigFactory.parseFile(FILE.toFile());
        Config with = RunnelServer.configuration(file).getConfig("runnel");
        assertThat(with)
                .isEqualTo(RunnelServer.configuration(ConfigFactory.empty()).getConfig("runnel"));
    }

    /** All the keys that are there if every variable is set. */
    private static Set<String> keys() throws IOException {
        Map<String, String> all = variables().stream().collect(Collectors.toMap(name -> name, name -> "1"));
        Config file = ConfigFactory.parseFile(FILE.toFile()).resolveWith(ConfigFactory.parseMap(all));
        return file.entrySet().stream().map(Map.Entry::getKey).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> variables() throws IOException {
        return Files.readAllLines(FILE).stream()
                .filter(line -> !line.startsWith("#"))
                .flatMap(line -> VARIABLE.matcher(line).results())
                .map(found -> found.group(1))
                .toList();
    }
}
