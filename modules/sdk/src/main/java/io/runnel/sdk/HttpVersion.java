package io.runnel.sdk;

/** Which HTTP the client speaks. */
public enum HttpVersion {
    /** With TLS what both sides prefer (ALPN, HTTP/2 first); without it HTTP/1.1. */
    AUTO,
    /** HTTP/1.1: a connection for every session. */
    HTTP_1_1,
    /** HTTP/2: many sessions on a connection. Without TLS by prior knowledge. */
    HTTP_2
}
