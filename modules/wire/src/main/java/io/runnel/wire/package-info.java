/** What crosses HTTP: JSON, protobuf, S2S frames and SSE on one side, model values on the other. */
@NullMarked
package io.runnel.wire;

import org.jspecify.annotations.NullMarked;
