package io.runnel.sdk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An access token, but not its secret.
 *
 * @param expiresAt null for never, or not told; of a token to be issued: as that of the one who issues it
 * @param autoPrefixStreams whether names of streams are silently put behind the prefix of the scope
 */
public record AccessTokenInfo(
        String id, @Nullable Instant expiresAt, boolean autoPrefixStreams, AccessTokenScope scope) {}
