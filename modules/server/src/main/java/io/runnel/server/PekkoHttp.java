package io.runnel.server;

/** Names the logger of what Pekko HTTP itself has to say. */
final class PekkoHttp {
    private PekkoHttp() {}
}
