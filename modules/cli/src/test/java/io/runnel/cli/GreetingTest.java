package io.runnel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GreetingTest {
    @Test
    void saysWhereItServesAndWhatToPaste() {
        assertThat(Greeting.of("http://localhost:8080", "in memory, lost at exit", false, "./bin/runnel"))
                .contains("serves the S2 API at http://localhost:8080\nData: in memory, lost at exit\n")
                .contains("\nexport S2_ACCOUNT_ENDPOINT=http://localhost:8080\n")
                .contains("\nexport S2_BASIN_ENDPOINT=http://localhost:8080\n")
                .contains("\nexport S2_ACCESS_TOKEN=ignored\n")
                .contains("\n./bin/runnel create-basin my-first-basin")
                .contains("| ./bin/runnel append s2://my-first-basin/hello\n")
                .contains("\ncurl -X PUT http://localhost:8080/v1/basins/my-first-basin ")
                .doesNotContain("S2_SSL_NO_VERIFY")
                .doesNotContain("--insecure");
    }

    @Test
    void tellsClientsToTakeASelfSignedCertificate() {
        assertThat(Greeting.of("https://localhost:8443", "in memory", true, "runnel"))
                .contains("\nexport S2_SSL_NO_VERIFY=1\n")
                .contains("\ncurl --insecure -X PUT https://localhost:8443/v1/basins");
    }
}
