package io.runnel.cli;

import io.runnel.console.CommandEntry;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What somebody may have meant. */
final class Spelling {
    private static final int SHARE_OF_LENGTH = 3;
    private static final int AT_LEAST = 2;

    private Spelling() {}

    /** The command with the fewest letters to change; none if that would be more than two, and more than a third of them. */
    static Optional<String> nearest(String word, List<CommandEntry> entries) {
        return entries.stream()
                .flatMap(entry -> Stream.concat(Stream.of(entry.name()), entry.aliases().stream()))
                .filter(name -> distance(word, name) <= Math.max(AT_LEAST, name.length() / SHARE_OF_LENGTH))
                .min(Comparator.comparingInt(name -> distance(word, name)));
    }

    /** Letters to insert, leave out or change (Levenshtein). */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
