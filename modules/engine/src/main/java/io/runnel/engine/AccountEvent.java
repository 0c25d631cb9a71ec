package io.runnel.engine;

import io.runnel.model.BasinInfo;
import io.runnel.model.BasinName;

/** What happened to the account's list of basins; persisted in the format of {@link AccountFormat}. */
sealed interface AccountEvent {
    BasinName basin();

    /** @param version see {@link Catalogue#version} */
    record BasinListed(BasinInfo info, long version) implements AccountEvent {
        @Override
        public BasinName basin() {
            return info.name();
        }
    }

    record BasinUnlisted(BasinName basin, long version) implements AccountEvent {}
}
