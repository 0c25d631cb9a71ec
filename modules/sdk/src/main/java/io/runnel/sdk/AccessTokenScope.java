package io.runnel.sdk;

import java.util.Set;

/**
 * What an access token is good for. Allowed is what {@code operations} name, and what the groups cover.
 *
 * @param account about basins and access tokens
 * @param basin about streams
 * @param stream about records
 */
public record AccessTokenScope(
        ResourceSet basins,
        ResourceSet streams,
        ResourceSet accessTokens,
        ReadWrite account,
        ReadWrite basin,
        ReadWrite stream,
        Set<Operation> operations) {
    /** Nothing; to begin with. */
    public static final AccessTokenScope NONE = new AccessTokenScope(
            ResourceSet.NONE,
            ResourceSet.NONE,
            ResourceSet.NONE,
            ReadWrite.NONE,
            ReadWrite.NONE,
            ReadWrite.NONE,
            Set.of());

    /** @throws NullPointerException if an operation is null */
    public AccessTokenScope {
        operations = Set.copyOf(operations);
    }

    /** The same for these names of basins, streams and access tokens. */
    public AccessTokenScope withResources(ResourceSet ofBasins, ResourceSet ofStreams, ResourceSet ofAccessTokens) {
        return new AccessTokenScope(ofBasins, ofStreams, ofAccessTokens, account, basin, stream, operations);
    }

    /** The same with these groups. */
    public AccessTokenScope withGroups(ReadWrite onAccount, ReadWrite onBasin, ReadWrite onStream) {
        return new AccessTokenScope(basins, streams, accessTokens, onAccount, onBasin, onStream, operations);
    }

    /** The same with these single operations. */
    public AccessTokenScope withOperations(Operation... single) {
        return new AccessTokenScope(basins, streams, accessTokens, account, basin, stream, Set.of(single));
    }
}
