package io.runnel.commands;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runnel.console.Style;
import io.runnel.sdk.BasinInfo;
import io.runnel.sdk.StreamInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Basins and streams as results, for people and for programs. */
final class Infos {
    private Infos() {}

    static String line(BasinInfo basin, Style style) {
        String location = basin.location() == null ? "" : " (" + basin.location() + ")";
        return marked(basin.name() + location, basin.deletedAt(), style);
    }

    /** @param created whether its time is told */
    static String line(String basin, StreamInfo stream, boolean created, Style style) {
        String uri = StreamUri.SCHEME + basin + "/" + stream.name();
        return marked(created ? uri + " " + stream.createdAt() : uri, stream.deletedAt(), style);
    }

    private static String marked(String text, @Nullable Instant deletedAt, Style style) {
        return deletedAt == null ? text : style.deleting(text + " [deleting]");
    }

    static ObjectNode json(BasinInfo basin) {
        return Control.object()
                .put("name", basin.name())
                .put("location", basin.location())
                .put("created_at", Control.text(basin.createdAt()))
                .put("deleted_at", Control.text(basin.deletedAt()));
    }

    static ObjectNode json(String basin, StreamInfo stream) {
        return Control.object()
                .put("name", stream.name())
                .put("uri", StreamUri.SCHEME + basin + "/" + stream.name())
                .put("created_at", Control.text(stream.createdAt()))
                .put("deleted_at", Control.text(stream.deletedAt()))
                .put("cipher", stream.cipher() == null ? null : StreamConfigOptions.name(stream.cipher()));
    }
}
