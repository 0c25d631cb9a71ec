/** The Java client of servers that speak the S2 v1 API: durable streams. Begin with {@link io.runnel.sdk.RunnelClient}. */
@NullMarked
package io.runnel.sdk;

import org.jspecify.annotations.NullMarked;
