package io.runnel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the READMEs show of the SDK are lines of the examples, which run. */
class SnippetsTest {
    private static final Pattern SNIPPET = Pattern.compile("(?ms)^```java\\n(.*?)\\n```$");
    private static final Path ROOT = Path.of("..", "..");
    private static final Path EXAMPLES = Path.of("src", "main", "java", "io", "runnel", "examples");

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "modules/sdk/README.md"})
    void everySnippetIsPartOfAnExample(String readme) throws IOException {
        List<String> examples = examples();
        List<String> snippets = snippets(text(ROOT.resolve(readme)));

        assertThat(snippets).hasSizeGreaterThan(1);
        assertThat(snippets).allSatisfy(snippet -> assertThat(examples).anyMatch(example -> shows(snippet, example)));
    }

    @Test
    void aSnippetIsLinesInARow() {
        String example = "class A {\n    void run() {\n        one();\n\n        two();\n    }\n}\n";

        assertThat(shows("one();\n\ntwo();", example)).isTrue();
        assertThat(shows("void run() {\n    one();", example)).isTrue();
        assertThat(shows("one();\ntwo();", example)).isFalse();
        assertThat(shows("one();\n\ntwo(2);", example)).isFalse();
        assertThat(shows("void run() {\none();", example)).isFalse();
        assertThat(shows("run() {", example)).isFalse();
    }

    private static List<String> snippets(String readme) {
        List<String> snippets = new ArrayList<>();
        Matcher found = SNIPPET.matcher(readme);
        while (found.find()) {
            snippets.add(found.group(1));
        }
        return snippets;
    }

    /** But for how far all of them are indented. */
    private static boolean shows(String snippet, String example) {
        List<String> lines = example.lines().toList();
        int count = (int) snippet.lines().count();
        for (int first = 0; first + count <= lines.size(); first++) {
            String part = String.join("\n", lines.subList(first, first + count));
            if (part.stripIndent().equals(snippet)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> examples() throws IOException {
        List<String> examples = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(EXAMPLES, "*.java")) {
            for (Path file : files) {
                examples.add(text(file));
            }
        }
        return examples;
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file).replace("\r\n", "\n");
    }
}
