package io.runnel.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.commands.Cli.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {
    @TempDir
    private Path home;

    private Result run(String... words) {
        return new Cli(Map.of(), home).run(words);
    }

    private Path file() {
        return home.resolve(".config/runnel/config.toml");
    }

    private void assertNothingIsSet() {
        Result list = run("config", "list");
        assertThat(list.code()).as(list.err()).isZero();
        assertThat(list.out()).isEmpty();
    }

    @Test
    void setsShowsAndTakesAway() {
        assertNothingIsSet();
        Result set = run("config", "set", "account_endpoint", "http://localhost:1234");
        assertThat(set.code()).isZero();
        assertThat(set.err()).isEqualTo("✓ account_endpoint set\nSaved to " + file() + "\n");
        assertThat(run("config", "set", "ssl_no_verify", "true").code()).isZero();
        assertThat(run("config", "get", "account_endpoint").out()).isEqualTo("http://localhost:1234\n");
        assertThat(run("config", "list").out())
                .isEqualTo("account_endpoint = http://localhost:1234\nssl_no_verify = true\n");
        assertThat(run("config", "unset", "account_endpoint").code()).isZero();
        assertThat(run("config", "list", "--output", "json").out()).isEqualTo("{\n  \"ssl_no_verify\": \"true\"\n}\n");
        Result unset = run("config", "get", "account_endpoint");
        assertThat(unset.code()).isEqualTo(1);
        assertThat(unset.err()).contains("account_endpoint is not set");
    }

    @Test
    void withNothingSetAnyMoreItIsAsAtTheBeginning() throws Exception {
        assertThat(run("config", "set", "compression", "zstd").code()).isZero();
        assertThat(run("config", "unset", "compression").code()).isZero();
        assertThat(file()).isEmptyFile();
        assertNothingIsSet();
        assertThat(run("config", "set", "ssl_no_verify", "true").code()).isZero();
        assertThat(run("config", "list").out()).isEqualTo("ssl_no_verify = true\n");
    }

    @Test
    void aFileOfCommentsSetsNothing() throws Exception {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "# nothing yet\n\n");
        assertNothingIsSet();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void nobodyElseMayReadIt() throws Exception {
        run("config", "set", "compression", "zstd");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())))
                .isEqualTo("rwx------");
        assertThat(file().getParent()).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void theTokenIsNeverShown() throws Exception {
        Result set = new Cli(Map.of(), home).pipe("hush-hush\n", "auth", "access-token", "set", "--stdin");
        assertThat(set.code()).as(set.err()).isZero();
        assertThat(file()).content().contains("hush-hush");
        assertThat(run("config", "list").out()).isEqualTo("access_token = (hidden)\n");
        assertThat(run("config", "list", "--output", "json").out()).doesNotContain("hush");
        Result get = run("config", "get", "access_token");
        assertThat(get.code()).isEqualTo(1);
        assertThat(get.err()).doesNotContain("hush");
        assertThat(run("auth", "access-token", "remove").code()).isZero();
        assertNothingIsSet();
        Result wrong = new Cli(Map.of(), home).pipe("hush hush", "auth", "access-token", "set");
        assertThat(wrong.code()).isEqualTo(1);
        assertThat(wrong.err()).doesNotContain("hush");
    }

    @Test
    void wrongValuesAreRefused() {
        assertThat(run("config", "set", "compression", "lzma").err())
                .contains("compression is one of gzip, zstd, none, was lzma");
        assertThat(run("config", "set", "ssl_no_verify", "maybe").code()).isEqualTo(1);
        assertThat(run("config", "set", "account_endpoint", "not a place").code())
                .isEqualTo(1);
        assertThat(run("config", "set", "basin_endpoint", "https://{basin}.example.com")
                        .code())
                .isZero();
        assertThat(run("config", "set", "colour", "red").code()).isEqualTo(2);
        assertThat(run("config").code()).isEqualTo(2);
    }

    @Test
    void aBrokenFileIsNotRepeated() throws Exception {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "access_token = hush-hush");
        Result list = run("config", "list");
        assertThat(list.code()).isEqualTo(1);
        assertThat(list.err()).contains("line 1 of " + file()).doesNotContain("hush");
    }

    @Test
    void manyWhoWriteAtATimeLoseNothing() {
        String[] keys = {"account_endpoint", "basin_endpoint"};
        IntStream.range(0, 2)
                .parallel()
                .forEach(i -> IntStream.range(0, 10)
                        .forEach(n -> run("config", "set", keys[i], "http://localhost:" + (100 + n))));
        assertThat(run("config", "list").out())
                .isEqualTo("account_endpoint = http://localhost:109\nbasin_endpoint = http://localhost:109\n");
    }
}
