package io.runnel.sdk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where basins can be.
 *
 * @param isPrivate whether it is for this account alone
 * @param storageClasses those that streams can have there; empty if the server does not say
 * @param defaultStorageClass null if the server does not say
 */
public record Location(
        String name,
        boolean isPrivate,
        List<String> storageClasses,
        @Nullable String defaultStorageClass) {
    /** @throws NullPointerException if a storage class is null */
    public Location {
        storageClasses = List.copyOf(storageClasses);
    }
}
