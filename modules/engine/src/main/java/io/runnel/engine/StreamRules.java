package io.runnel.engine;

import io.runnel.engine.BasinEvent.StreamCreated;
import io.runnel.engine.BasinEvent.StreamDeletionBegun;
import io.runnel.engine.BasinEvent.StreamReconfigured;
import io.runnel.engine.StreamLink.Absent;
import io.runnel.engine.StreamLink.Present;
import io.runnel.engine.StreamLink.Resolution;
import io.runnel.engine.StreamLink.Resolve;
import io.runnel.model.BasinName;
import io.runnel.model.ErrorCode;
import io.runnel.model.Outcome;
import io.runnel.model.Page;
import io.runnel.model.Provisioned;
import io.runnel.model.Provisioned.Result;
import io.runnel.model.StreamConfig;
import io.runnel.model.StreamError;
import io.runnel.model.StreamInfo;
import io.runnel.model.StreamName;
import io.runnel.model.StreamOptions;
import io.runnel.model.StreamReconfiguration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What may be done to the streams of a basin (contract 2.3, 4.4 to 4.7, 6.10, 9): decisions without an actor around them.
 * Each depends on the basin's state and on the one stream's entry, and on nothing else.
 */
final class StreamRules {
    private StreamRules() {}

    /** @param generation for the stream, should it be created */
    static Verdict<Provisioned<StreamInfo>> create(
            Catalogue catalogue,
            BasinName basinName,
            StreamName name,
            StreamOptions options,
            @Nullable String token,
            int generation,
            Instant now) {
        StreamError unfit = unfitForChange(catalogue, basinName);
        if (unfit != null) {
            return Verdict.refused(unfit);
        }
        Origin<StreamOptions> origin = Origin.of(token, options);
        CatalogueEntry entry = catalogue.stream(name);
        if (entry == null) {
            return created(catalogue, name, options, origin, generation, now);
        }
        if (entry.deleting()) {
            return Verdict.refused(StreamError.streamDeletionPending(name));
        }
        if (Origin.repeats(entry.origin(), origin)) {
            return Verdict.unchanged(new Provisioned<>(Result.NOOP, entry.info(name.value())));
        }
        return Verdict.refused(
                StreamError.of(ErrorCode.RESOURCE_ALREADY_EXISTS, "Stream `" + name + "` already exists"));
    }

    static Verdict<Provisioned<StreamInfo>> ensure(
            Catalogue catalogue,
            BasinName basinName,
            StreamName name,
            StreamOptions options,
            int generation,
            Instant now) {
        StreamError unfit = unfitForChange(catalogue, basinName);
        if (unfit != null) {
            return Verdict.refused(unfit);
        }
        CatalogueEntry entry = catalogue.stream(name);
        if (entry == null) {
            return created(catalogue, name, options, null, generation, now);
        }
        if (entry.deleting()) {
            return Verdict.refused(StreamError.streamDeletionPending(name));
        }
        StreamConfig config = resolve(catalogue, options);
        StreamInfo info = entry.info(name.value());
        return config.equals(entry.config())
                ? Verdict.unchanged(new Provisioned<>(Result.NOOP, info))
                : Verdict.of(new StreamReconfigured(name, config), new Provisioned<>(Result.UPDATED, info));
    }

    static Verdict<StreamConfig> reconfigure(
            Catalogue catalogue, BasinName basinName, StreamName name, StreamReconfiguration change) {
        StreamError unfit = unfitForChange(catalogue, basinName);
        if (unfit != null) {
            return Verdict.refused(unfit);
        }
        CatalogueEntry entry = catalogue.stream(name);
        if (entry == null) {
            return Verdict.refused(StreamError.streamNotFound(name));
        }
        if (entry.deleting()) {
            return Verdict.refused(StreamError.streamDeletionPending(name));
        }
        StreamConfig config =
                change.applyTo(entry.config(), catalogue.requireBasin().config().defaultStreamOptions());
        return config.equals(entry.config())
                ? Verdict.unchanged(config)
                : Verdict.of(new StreamReconfigured(name, config), config);
    }

    /** Works in a basin that is being deleted as well, and on a stream that is. */
    static Verdict<Void> delete(Catalogue catalogue, BasinName basinName, StreamName name, Instant now) {
        if (catalogue.basin() == null) {
            return Verdict.refused(StreamError.basinNotFound(basinName));
        }
        CatalogueEntry entry = catalogue.stream(name);
        if (entry == null) {
            return Verdict.refused(StreamError.streamNotFound(name));
        }
        return new Verdict<>(entry.deleting() ? null : new StreamDeletionBegun(name, now), Outcome.accepted());
    }

    static Outcome<StreamConfig> config(Catalogue catalogue, BasinName basinName, StreamName name) {
        if (catalogue.basin() == null) {
            return Outcome.refused(StreamError.basinNotFound(basinName));
        }
        CatalogueEntry entry = catalogue.stream(name);
        if (entry == null) {
            return Outcome.refused(StreamError.streamNotFound(name));
        }
        return entry.deleting()
                ? Outcome.refused(StreamError.streamDeletionPending(name))
                : Outcome.done(entry.config());
    }

    static Outcome<Page<StreamInfo>> list(Catalogue catalogue, BasinName basinName, Page.Request page) {
        return catalogue.basin() == null
                ? Outcome.refused(StreamError.basinNotFound(basinName))
                : Outcome.done(Listing.page(catalogue.streams(), page, (name, entry) -> entry.info(name)));
    }

    /** The answer to a stream that asks about itself; null if it is to be created first (contract 6.10). */
    static @Nullable Resolution resolve(Catalogue catalogue, Resolve question) {
        Incarnation basin = catalogue.basin();
        if (basin == null) {
            return new Absent(StreamError.basinNotFound(question.basin()));
        }
        CatalogueEntry entry = catalogue.stream(question.stream());
        if (entry != null) {
            return entry.deleting()
                    ? new Absent(StreamError.streamDeletionPending(question.stream()))
                    : new Present(entry.generation(), entry.config(), entry.configVersion(), entry.createdAt());
        }
        boolean mayCreate = switch (question.purpose()) {
            case APPEND -> basin.config().createStreamOnAppend();
            case READ -> basin.config().createStreamOnRead();
            case INSPECT -> false;
        };
        if (!mayCreate) {
            return new Absent(StreamError.streamNotFound(question.stream()));
        }
        return basin.deleting() ? new Absent(StreamError.basinDeletionPending(question.basin())) : null;
    }

    /** Creates the stream that {@link #resolve} found missing. */
    static @Nullable BasinEvent createOnDemand(Catalogue catalogue, Resolve question, int generation, Instant now) {
        return resolve(catalogue, question) != null
                ? null
                : created(catalogue, question.stream(), question.create(), null, generation, now)
                        .event();
    }

    private static @Nullable StreamError unfitForChange(Catalogue catalogue, BasinName name) {
        Incarnation basin = catalogue.basin();
        if (basin == null) {
            return StreamError.basinNotFound(name);
        }
        return basin.deleting() ? StreamError.basinDeletionPending(name) : null;
    }

    private static Verdict<Provisioned<StreamInfo>> created(
            Catalogue catalogue,
            StreamName name,
            StreamOptions options,
            @Nullable Origin<StreamOptions> origin,
            int generation,
            Instant now) {
        return Verdict.of(
                new StreamCreated(name, generation, resolve(catalogue, options), now, origin),
                new Provisioned<>(Result.CREATED, new StreamInfo(name, now, null, null)));
    }

    private static StreamConfig resolve(Catalogue catalogue, StreamOptions options) {
        return options.over(catalogue.requireBasin().config().defaultStreamOptions())
                .resolve();
    }
}
