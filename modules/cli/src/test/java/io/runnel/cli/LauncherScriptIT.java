package io.runnel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What bin/runnel decides, in a checkout of nothing, with a java and a mvn that only say how they were called. */
@DisabledOnOs(OS.WINDOWS)
class LauncherScriptIT {
    private static final List<String> MODULES =
            List.of("model", "wire", "objectstore", "log", "journal", "engine", "server", "sdk", "commands", "cli");

    @TempDir
    private Path temporary;

    private Path home;
    private Path path;
    private final Map<String, String> variables = new HashMap<>();

    @BeforeEach
    void aCheckout() throws IOException {
        home = temporary.resolve("home dir");
        for (String module : MODULES) {
            Files.createDirectories(home.resolve("modules/" + module + "/src/main"));
            Files.createFile(home.resolve("modules/" + module + "/pom.xml"));
        }
        Files.createFile(home.resolve("pom.xml"));
        Files.createDirectories(home.resolve("bin"));
        Files.copy(Path.of("../../bin/runnel"), home.resolve("bin/runnel"));
        path = temporary.resolve("path");
        Files.createDirectories(path);
        for (String tool : List.of(
                "bash", "dirname", "readlink", "sed", "find", "mktemp", "touch", "rm", "mkdir", "cat", "flock")) {
            Path found = Stream.of("/usr/bin/" + tool, "/bin/" + tool)
                    .map(Path::of)
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow();
            Files.createSymbolicLink(path.resolve(tool), found);
        }
        variables.put("PATH", path.toString());
        variables.put("JAVA_HOME", "");
        // Builds, that is: makes two jars, and remembers how it was called.
        script(
                path.resolve("mvn"),
                "mkdir -p modules/cli/target/lib",
                "touch modules/cli/target/lib/{b,a}.jar",
                "echo \"$JAVA_HOME $*\" >> built");
    }

    private static void script(Path file, String... lines) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/usr/bin/env bash\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** A Java that says how it was called, one word a line. */
    private Path java(String name, int version) throws IOException {
        Path root = temporary.resolve(name);
        script(root.resolve("bin/java"), "printf '%s\\n' \"$0\" \"$@\"");
        script(root.resolve("bin/javac"), "exit 1");
        Files.writeString(root.resolve("release"), "JAVA_VERSION=\"" + version + ".0.1\"\n");
        return root;
    }

    private void onThePath(Path java) throws IOException {
        Files.createSymbolicLink(path.resolve("java"), java.resolve("bin/java"));
    }

    private Command run(String... words) throws IOException {
        return run(home.resolve("bin/runnel"), words);
    }

    private Command run(Path script, String... words) throws IOException {
        return Command.start(
                temporary,
                variables,
                Stream.concat(Stream.of(script.toString()), Stream.of(words)).toList());
    }

    private void fails(String message) throws Exception {
        try (Command command = run("serve")) {
            assertThat(command.exitCode()).isEqualTo(1);
            assertThat(command.err()).contains(message);
            assertThat(command.out()).isEmpty();
        }
    }

    private List<String> succeeds(String... words) throws Exception {
        try (Command command = run(words)) {
            assertThat(command.exitCode()).as(command.err()).isZero();
            return command.out().lines().toList();
        }
    }

    private List<String> builds() throws IOException {
        Path built = home.resolve("built");
        return Files.exists(built) ? Files.readAllLines(built) : List.of();
    }

    /** In one order, whatever the order of the directory: an archive of classes fits no other. */
    private static String jarsIn(String lib) {
        return lib + "/a.jar:" + lib + "/b.jar";
    }

    @Test
    void withoutJavaItSaysWhatItNeeds() throws Exception {
        fails("runnel: needs Java 17 or newer, found none: set JAVA_HOME, or put java on the PATH");
    }

    @Test
    void anOldJavaIsNamed() throws Exception {
        onThePath(java("eleven", 11));
        fails("needs Java 17 or newer, found Java 11 at " + path.resolve("java"));
    }

    @Test
    void prefersTheJavaOfJavaHome() throws Exception {
        onThePath(java("path-java", 17));
        Path preferred = java("preferred", 21);
        variables.put("JAVA_HOME", preferred.toString());
        assertThat(succeeds("serve"))
                .first()
                .isEqualTo(preferred.resolve("bin/java").toString());
        assertThat(builds()).as("the build uses the same").first().asString().startsWith(preferred + " ");
    }

    @Test
    void passesOverAJavaHomeThatIsTooOld() throws Exception {
        onThePath(java("path-java", 17));
        variables.put("JAVA_HOME", java("old", 11).toString());
        assertThat(succeeds("serve")).first().isEqualTo(path.resolve("java").toString());
    }

    @Test
    void handsItsWordsOnAndMindsSpaces() throws Exception {
        onThePath(java("path-java", 17));
        variables.put("RUNNEL_JAVA_OPTS", "-Xmx2g -Done=1");
        List<String> words = succeeds("serve", "--local-root", "my data");
        assertThat(words).contains("-Xmx512m", "-Xmx2g", "-Done=1", jarsIn(home + "/modules/cli/target/lib"));
        assertThat(words.indexOf("-Xmx2g")).as("ours come first").isGreaterThan(words.indexOf("-Xmx512m"));
        assertThat(words).endsWith("io.runnel.cli.Main", "serve", "--local-root", "my data");
        assertThat(words).doesNotContain("--enable-native-access=ALL-UNNAMED");
    }

    @Test
    void tellsNewerJavasWhatTheyAskAbout() throws Exception {
        onThePath(java("path-java", 25));
        assertThat(succeeds("serve"))
                .contains("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
    }

    @Test
    void worksThroughALink() throws Exception {
        onThePath(java("path-java", 17));
        Path link = temporary.resolve("runnel");
        Files.createSymbolicLink(link, home.resolve("bin/runnel"));
        try (Command command = run(link, "--help")) {
            assertThat(command.exitCode()).isZero();
            assertThat(command.out()).contains(jarsIn(home + "/modules/cli/target/lib"));
        }
    }

    @Test
    void givesTheConfigurationFileIfThereIsOne() throws Exception {
        onThePath(java("path-java", 17));
        assertThat(succeeds("serve")).noneMatch(word -> word.startsWith("-Drunnel.conf"));
        Files.createDirectories(home.resolve("conf"));
        Files.createFile(home.resolve("conf/runnel.conf"));
        assertThat(succeeds("serve")).contains("-Drunnel.conf=" + home + "/conf/runnel.conf");
        variables.put("RUNNEL_CONF", "/etc/runnel.conf");
        assertThat(succeeds("serve")).contains("-Drunnel.conf=/etc/runnel.conf");
    }

    @Test
    void buildsOnceAndAgainWhenASourceIsNewer() throws Exception {
        onThePath(java("path-java", 17));
        try (Command first = run("serve")) {
            assertThat(first.exitCode()).isZero();
            assertThat(first.err()).contains("runnel: building").contains("done after");
        }
        assertThat(builds())
                .singleElement()
                .asString()
                .contains("-pl modules/cli -am")
                .contains("package");
        succeeds("serve");
        assertThat(builds()).hasSize(1);

        Path source = Files.createFile(home.resolve("modules/engine/src/main/New.java"));
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plus(Duration.ofMinutes(1))));
        variables.put("RUNNEL_BUILD", "never");
        succeeds("serve");
        assertThat(builds()).hasSize(1);
        variables.remove("RUNNEL_BUILD");
        succeeds("serve");
        assertThat(builds()).hasSize(2);
    }

    @Test
    void archivesTheClassesOfABuildAndUsesThemWithTheSameJava() throws Exception {
        Path java = java("path-java", 17);
        Path archive = home.resolve("modules/cli/target/lib/runnel-17.jsa");
        script(
                java.resolve("bin/java"),
                "printf '%s\\n' \"$@\"",
                "[[ $* != *-XX:ArchiveClassesAtExit=* || $* != *' rehearse' ]] || touch '" + archive + "'");
        onThePath(java);
        assertThat(succeeds("serve")).contains("-XX:SharedArchiveFile=" + archive);

        variables.put("JAVA_HOME", java("newer", 25).toString());
        assertThat(succeeds("serve")).noneMatch(word -> word.contains("Archive"));
    }

    @Test
    void startsWithoutAnArchiveIfItCouldNotBeMade() throws Exception {
        Path java = java("path-java", 17);
        script(java.resolve("bin/java"), "printf '%s\\n' \"$@\"", "[[ $* != *rehearse ]]");
        onThePath(java);
        try (Command command = run("serve")) {
            assertThat(command.exitCode()).as(command.err()).isZero();
            assertThat(command.err()).contains("starts will take longer");
            assertThat(command.out()).doesNotContain("Archive");
        }
    }

    @Test
    void keepsNoJarOfAnEarlierBuild() throws Exception {
        onThePath(java("path-java", 17));
        Path old = home.resolve("modules/cli/target/lib/old-1.0.jar");
        Files.createDirectories(old.getParent());
        Files.createFile(old);
        succeeds("serve");
        assertThat(old).doesNotExist();
    }

    @Test
    void saysWhyABuildFailed() throws Exception {
        onThePath(java("path-java", 17));
        script(path.resolve("mvn"), "echo 'no such symbol'", "exit 1");
        fails("no such symbol");
        assertThat(home.resolve("modules/cli/target/lib/.built")).doesNotExist();
    }

    @Test
    void saysThatItNeedsMaven() throws Exception {
        onThePath(java("path-java", 17));
        Files.delete(path.resolve("mvn"));
        fails("needs Maven for a start from a checkout");
    }

    @Test
    void saysThatItNeedsACompiler() throws Exception {
        Path runtime = java("jre", 17);
        Files.delete(runtime.resolve("bin/javac"));
        onThePath(runtime);
        fails("needs a JDK for a start from a checkout, " + runtime + " has no compiler");
    }

    @Test
    void anInstallationIsNeverBuilt() throws Exception {
        onThePath(java("path-java", 17));
        Path installed = temporary.resolve("installed");
        Files.createDirectories(installed.resolve("bin"));
        Files.createDirectories(installed.resolve("lib"));
        Files.copy(Path.of("../../bin/runnel"), installed.resolve("bin/runnel"));
        Files.createFile(installed.resolve("lib/b.jar"));
        Files.createFile(installed.resolve("lib/a.jar"));
        try (Command command = run(installed.resolve("bin/runnel"), "serve")) {
            assertThat(command.exitCode()).as(command.err()).isZero();
            assertThat(command.out()).contains(jarsIn(installed + "/lib"));
        }
        assertThat(builds()).isEmpty();
    }
}
