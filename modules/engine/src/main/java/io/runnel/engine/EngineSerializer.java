package io.runnel.engine;

import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.apache.pekko.util.ByteString;

/**
 * Persisted events and snapshots of account and basin. Identifier and manifests are part of what is stored; the formats
 * carry versions of their own.
 */
public final class EngineSerializer extends SerializerWithStringManifest {
    private static final String BASIN_EVENT = "BE";
    private static final String BASIN_SNAPSHOT = "BS";
    private static final String ACCOUNT_EVENT = "AE";
    private static final String ACCOUNT_SNAPSHOT = "AS";

    /** Called by Pekko. */
    public EngineSerializer(ExtendedActorSystem system) {}

    @Override
    public int identifier() {
        return 82_001;
    }

    @Override
    public String manifest(Object value) {
        if (value instanceof BasinEvent) {
            return BASIN_EVENT;
        } else if (value instanceof CatalogueSnapshot) {
            return BASIN_SNAPSHOT;
        } else if (value instanceof AccountEvent) {
            return ACCOUNT_EVENT;
        } else if (value instanceof AccountSnapshot) {
            return ACCOUNT_SNAPSHOT;
        }
        throw new IllegalArgumentException("not persisted by the engine: " + value.getClass());
    }

    @Override
    public byte[] toBinary(Object value) {
        if (value instanceof BasinEvent event) {
            return BasinFormat.encode(event);
        } else if (value instanceof CatalogueSnapshot snapshot) {
            return snapshot.encoded().toArrayUnsafe();
        } else if (value instanceof AccountEvent event) {
            return AccountFormat.encode(event);
        } else if (value instanceof AccountSnapshot snapshot) {
            return snapshot.encoded().toArrayUnsafe();
        }
        throw new IllegalArgumentException("not persisted by the engine: " + value.getClass());
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
        return switch (manifest) {
            case BASIN_EVENT -> BasinFormat.decodeEvent(bytes);
            case BASIN_SNAPSHOT -> new CatalogueSnapshot(ByteString.fromArrayUnsafe(bytes));
            case ACCOUNT_EVENT -> AccountFormat.decodeEvent(bytes);
            case ACCOUNT_SNAPSHOT -> new AccountSnapshot(ByteString.fromArrayUnsafe(bytes));
            default -> throw new IllegalArgumentException("unknown manifest " + manifest);
        };
    }
}
