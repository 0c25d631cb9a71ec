package io.runnel.engine;

import io.runnel.engine.BasinEvent.BasinCreated;
import io.runnel.engine.BasinEvent.BasinDeletionBegun;
import io.runnel.engine.BasinEvent.BasinReconfigured;
import io.runnel.model.BasinConfig;
import io.runnel.model.BasinInfo;
import io.runnel.model.BasinName;
import io.runnel.model.BasinReconfiguration;
import io.runnel.model.ErrorCode;
import io.runnel.model.Outcome;
import io.runnel.model.Provisioned;
import io.runnel.model.Provisioned.Result;
import io.runnel.model.StreamError;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What may be done to a basin itself (contract 2.2, 4.6, 4.7, 9.3): decisions without an actor around them. */
final class BasinRules {
    private BasinRules() {}

    /** @param generation for the basin, should it be created */
    static Verdict<Provisioned<BasinInfo>> create(
            Catalogue catalogue,
            BasinName name,
            BasinConfig config,
            @Nullable String token,
            int generation,
            Instant now) {
        Incarnation basin = catalogue.basin();
        Origin<BasinConfig> origin = Origin.of(token, config);
        if (basin == null) {
            return created(name, config, origin, generation, now);
        }
        if (basin.deleting()) {
            return Verdict.refused(StreamError.basinDeletionPending(name));
        }
        if (Origin.repeats(basin.origin(), origin)) {
            return Verdict.unchanged(new Provisioned<>(Result.NOOP, info(name, basin)));
        }
        return Verdict.refused(
                StreamError.of(ErrorCode.RESOURCE_ALREADY_EXISTS, "Basin `" + name + "` already exists"));
    }

    /** @param generation for the basin, should it be created */
    static Verdict<Provisioned<BasinInfo>> ensure(
            Catalogue catalogue, BasinName name, BasinConfig config, int generation, Instant now) {
        Incarnation basin = catalogue.basin();
        if (basin == null) {
            return created(name, config, null, generation, now);
        }
        if (basin.deleting()) {
            return Verdict.refused(StreamError.basinDeletionPending(name));
        }
        if (config.equals(basin.config())) {
            return Verdict.unchanged(new Provisioned<>(Result.NOOP, info(name, basin)));
        }
        return Verdict.of(new BasinReconfigured(config), new Provisioned<>(Result.UPDATED, info(name, basin)));
    }

    static Verdict<BasinConfig> reconfigure(Catalogue catalogue, BasinName name, BasinReconfiguration change) {
        Incarnation basin = catalogue.basin();
        if (basin == null) {
            return Verdict.refused(StreamError.basinNotFound(name));
        }
        if (basin.deleting()) {
            return Verdict.refused(StreamError.basinDeletionPending(name));
        }
        BasinConfig config = change.applyTo(basin.config());
        return config.equals(basin.config())
                ? Verdict.unchanged(config)
                : Verdict.of(new BasinReconfigured(config), config);
    }

    static Verdict<Void> delete(Catalogue catalogue, BasinName name, Instant now) {
        Incarnation basin = catalogue.basin();
        if (basin == null) {
            return Verdict.refused(StreamError.basinNotFound(name));
        }
        return new Verdict<>(basin.deleting() ? null : new BasinDeletionBegun(now), Outcome.accepted());
    }

    /** Also while the basin is being deleted. */
    static Outcome<BasinConfig> config(Catalogue catalogue, BasinName name) {
        Incarnation basin = catalogue.basin();
        return basin == null ? Outcome.refused(StreamError.basinNotFound(name)) : Outcome.done(basin.config());
    }

    private static Verdict<Provisioned<BasinInfo>> created(
            BasinName name, BasinConfig config, @Nullable Origin<BasinConfig> origin, int generation, Instant now) {
        return Verdict.of(
                new BasinCreated(generation, config, now, origin),
                new Provisioned<>(Result.CREATED, new BasinInfo(name, now, null)));
    }

    private static BasinInfo info(BasinName name, Incarnation basin) {
        return new BasinInfo(name, basin.createdAt(), basin.deletedAt());
    }
}
