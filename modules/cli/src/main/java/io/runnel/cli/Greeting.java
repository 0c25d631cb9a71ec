package io.runnel.cli;

import io.runnel.console.Version;
import io.runnel.server.RunnelServer;

/** What is printed once the server serves: where the data is, and lines to paste into another terminal. */
final class Greeting {
    private static final String TEXT = """
            Runnel %1$s serves the S2 API at %2$s
            Data: %3$s

            Paste into another terminal, for the runnel and s2 commands and the SDKs:

            export S2_ACCOUNT_ENDPOINT=%2$s
            export S2_BASIN_ENDPOINT=%2$s
            export S2_ACCESS_TOKEN=ignored
            %4$s
            %6$s create-basin my-first-basin --create-stream-on-append
            echo 'hello, world' | %6$s append s2://my-first-basin/hello
            %6$s tail --follow s2://my-first-basin/hello

            or, with nothing but curl:

            curl %5$s-X PUT %2$s/v1/basins/my-first-basin -H 'content-type: application/json' -d '{"config":{"create_stream_on_append":true}}'
            curl %5$s%2$s/v1/streams/hello/records -H 's2-basin: my-first-basin' -H 'content-type: application/json' -d '{"records":[{"body":"hello, world"}]}'
            curl %5$s'%2$s/v1/streams/hello/records?seq_num=0' -H 's2-basin: my-first-basin'

            """;

    private Greeting() {}

    static String of(RunnelServer server) {
        return of(
                server.endpoint(),
                server.storeDescription(),
                server.selfSigned(),
                System.getProperty("runnel.command", "runnel"));
    }

    /** @param command how runnel is called here */
    static String of(String endpoint, String store, boolean selfSigned, String command) {
        return TEXT.formatted(
                Version.current(),
                endpoint,
                store,
                selfSigned ? "export S2_SSL_NO_VERIFY=1\n" : "",
                selfSigned ? "--insecure " : "",
                command);
    }
}
