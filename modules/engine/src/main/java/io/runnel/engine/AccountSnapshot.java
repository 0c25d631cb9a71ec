package io.runnel.engine;

import org.apache.pekko.persistence.typed.SnapshotAdapter;
import org.apache.pekko.util.ByteString;

/** The account's state as a snapshot holds it: encoded already, like {@link CatalogueSnapshot}. */
record AccountSnapshot(ByteString encoded) {
    static final class Adapter implements SnapshotAdapter<AccountState> {
        @Override
        public Object toJournal(AccountState state) {
            return new AccountSnapshot(ByteString.fromArrayUnsafe(AccountFormat.encode(state)));
        }

        @Override
        public AccountState fromJournal(Object from) {
            return AccountFormat.decodeState(((AccountSnapshot) from).encoded().toArrayUnsafe());
        }
    }
}
