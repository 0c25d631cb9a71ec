/** The Java client of servers that speak the S2 v1 API. Nothing but the types of this module is in its signatures. */
module io.runnel.sdk {
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.codec.http2;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires io.runnel.model;
    requires io.runnel.wire;
    requires static transitive org.jspecify;

    exports io.runnel.sdk;
}
