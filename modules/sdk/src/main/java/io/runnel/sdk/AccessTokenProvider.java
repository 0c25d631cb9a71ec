package io.runnel.sdk;

import java.util.concurrent.CompletionStage;

/** Where access tokens come from. Called by any thread; must not block. */
@FunctionalInterface
public interface AccessTokenProvider {
    /**
     * The token to use.
     *
     * @param refresh whether the last one was refused ({@code 401 authn}), so that another is wanted; then the request is tried
     *     once more
     */
    CompletionStage<String> token(boolean refresh);
}
