package io.runnel.storetools;

import java.util.ArrayList;
import java.util.List;

/** Finds the names of streams in the events and snapshots of a basin. */
final class Catalogue {
    private static final int FIRST_OF_STREAMS = 5; // kinds of events from here on begin with a stream's name
    private static final int LAST_OF_STREAMS = 9;

    private Catalogue() {}

    /** @param manifest of the object: {@code BE} and {@code BS} are a basin's */
    static List<String> streams(String manifest, byte[] bytes) {
        FormatReader in = new FormatReader(bytes);
        if (manifest.equals("BE")) {
            in.u8(); // the version
            int kind = in.u8();
            return kind >= FIRST_OF_STREAMS && kind <= LAST_OF_STREAMS ? List.of(in.utf8()) : List.of();
        }
        return manifest.equals("BS") ? ofSnapshot(in) : List.of();
    }

    private static List<String> ofSnapshot(FormatReader in) {
        int version = in.u8();
        in.i64(); // that of the basin
        if (version > 1) {
            in.i32(); // its generation
        }
        in.i32(); // the last generation
        if (in.u8() == 1) {
            basinConfig(in);
            instant(in);
            optional(in, () -> instant(in));
            origin(in, () -> basinConfig(in));
        }
        List<String> names = new ArrayList<>();
        for (int left = in.i32(); left > 0; left--) {
            names.add(in.utf8());
            in.i32(); // the generation
            in.utf8(); // storage class, retention, mode, uncapped, delete on empty
            in.skip(8 + 1 + 1 + 8);
            in.i32(); // the version of its configuration
            in.u8(); // whether it was told
            instant(in);
            optional(in, () -> instant(in));
            origin(in, () -> options(in));
        }
        return names;
    }

    private static void basinConfig(FormatReader in) {
        options(in);
        optional(in, in::utf8);
        in.skip(2); // create on append, create on read
    }

    private static void options(FormatReader in) {
        optional(in, in::utf8);
        optional(in, in::i64);
        optional(in, in::u8);
        optional(in, in::u8);
        optional(in, in::i64);
    }

    private static void origin(FormatReader in, Runnable ofWhat) {
        optional(in, () -> {
            in.utf8();
            ofWhat.run();
        });
    }

    private static void instant(FormatReader in) {
        in.skip(8 + 4);
    }

    private static void optional(FormatReader in, Runnable ofWhat) {
        if (in.u8() == 1) {
            ofWhat.run();
        }
    }
}
