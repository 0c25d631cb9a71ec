package io.runnel.engine;

import io.runnel.model.OfGeneration;
import org.apache.pekko.persistence.typed.SnapshotAdapter;
import org.apache.pekko.util.ByteString;

/**
 * A catalogue as a snapshot holds it: encoded already. The catalogue goes on changing while the snapshot is on its way to
 * the store, so what travels must not.
 */
record CatalogueSnapshot(ByteString encoded) implements OfGeneration {
    @Override
    public int generation() {
        return BasinFormat.generation(encoded.toArrayUnsafe());
    }

    static final class Adapter implements SnapshotAdapter<Catalogue> {
        @Override
        public Object toJournal(Catalogue catalogue) {
            return new CatalogueSnapshot(ByteString.fromArrayUnsafe(BasinFormat.encode(catalogue)));
        }

        @Override
        public Catalogue fromJournal(Object from) {
            return BasinFormat.decodeCatalogue(
                    ((CatalogueSnapshot) from).encoded().toArrayUnsafe());
        }
    }
}
