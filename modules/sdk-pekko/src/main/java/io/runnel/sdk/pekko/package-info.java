/** Sources, flows and sinks of Pekko Streams over the SDK. */
@NullMarked
package io.runnel.sdk.pekko;

import org.jspecify.annotations.NullMarked;
