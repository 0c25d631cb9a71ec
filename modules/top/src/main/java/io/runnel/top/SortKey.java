package io.runnel.top;

import java.util.Comparator;
import java.util.Locale;

/** How streams are ordered. */
enum SortKey {
    RATE,
    TAIL,
    NAME;

    /** Those that are equal are in the order of their names. */
    Comparator<StreamRow> order() {
        Comparator<StreamRow> byName = Comparator.comparing(StreamRow::name);
        return switch (this) {
            case RATE -> Comparator.comparingDouble(SortKey::rate).reversed().thenComparing(byName);
            case TAIL ->
                ((Comparator<StreamRow>) (a, b) -> Long.compareUnsigned(b.nextSeqNum(), a.nextSeqNum()))
                        .thenComparing(byName);
            case NAME -> byName;
        };
    }

    private static double rate(StreamRow row) {
        return Double.isNaN(row.recordsPerSecond()) ? 0 : row.recordsPerSecond();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
