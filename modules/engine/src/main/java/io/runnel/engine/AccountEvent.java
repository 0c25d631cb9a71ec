package io.runnel.engine;

import io.runnel.model.BasinInfo;
import io.runnel.model.BasinName;

/** What happened to the account's list of basins; persisted in the format of {@link AccountFormat}. */
sealed interface AccountEvent {
    /** @param version see {@link Catalogue#version} */
    record BasinListed(BasinInfo info, long version) implements AccountEvent {}

    /** The basin has been removed, and is woken until nothing is left of it. */
    record BasinUnlisted(BasinName basin, long version) implements AccountEvent {}

    /** Basins of this generation, or streams in them, have been removed: what begins again takes a higher one. */
    record FloorRaised(int generation) implements AccountEvent {}

    /** Nothing is left of what a basin was in this version. */
    record BasinForgotten(BasinName basin, long version) implements AccountEvent {}
}
