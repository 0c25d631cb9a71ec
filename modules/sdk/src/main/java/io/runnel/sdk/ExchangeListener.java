package io.runnel.sdk;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;

/**
 * Is told what comes of an {@link Exchange}, on its event loop: a head, data, and an end, or a failure at any point. Nothing
 * comes after an end or a failure, and nothing after the exchange was cancelled.
 */
interface ExchangeListener {
    void onHead(int status, HttpHeaders headers);

    /** @param data to be read at once: it is released afterwards */
    void onData(ByteBuf data);

    void onEnd();

    /** @param failure {@link RunnelException#hasNoSideEffects} if the last of the request was not handed to the system */
    void onFailure(ConnectionException failure);
}
