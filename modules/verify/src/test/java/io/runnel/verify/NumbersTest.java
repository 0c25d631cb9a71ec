package io.runnel.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every numbered row of the contract's sections 13 and 15 is a test that is named after it. */
class NumbersTest {
    private static final Pattern NUMBERED = Pattern.compile("case(\\d{3}[a-j]?|P\\d\\d|15_\\d\\d)_\\w+");

    private static List<String> numbers(String format, int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(number -> String.format(format, number))
                .toList();
    }

    private static List<String> letters(String number, char last) {
        return IntStream.rangeClosed('a', last)
                .mapToObj(letter -> number + (char) letter)
                .toList();
    }

    private static Set<String> rowsOfTheContract() {
        return java.util.stream.Stream.of(
                        numbers("%03d", 1, 146),
                        letters("088", 'd'),
                        letters("104", 'j'),
                        numbers("P%02d", 1, 27),
                        numbers("15_%02d", 1, 20))
                .flatMap(Collection::stream)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> testedRows() throws Exception {
        List<String> rows = new ArrayList<>();
        Path classes =
                Path.of(NumbersTest.class.getResource("NumbersTest.class").toURI());
        try (DirectoryStream<Path> files = Files.newDirectoryStream(classes.getParent(), "*IT.class")) {
            for (Path file : files) {
                String name = file.getFileName().toString().replace(".class", "");
                Class<?> type = Class.forName(NumbersTest.class.getPackageName() + "." + name);
                for (Method method : type.getDeclaredMethods()) {
                    Matcher numbered = NUMBERED.matcher(method.getName());
                    if (numbered.matches() && method.isAnnotationPresent(Test.class)) {
                        rows.add(numbered.group(1));
                    }
                }
            }
        }
        return rows;
    }

    @Test
    void everyRowOfTheContractHasATest() throws Exception {
        assertThat(new TreeSet<>(testedRows())).isEqualTo(rowsOfTheContract());
    }

    @Test
    void noRowHasTwo() throws Exception {
        assertThat(testedRows().stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting())))
                .allSatisfy((row, tests) -> assertThat(tests).as(row).isEqualTo(1));
    }
}
