/** {@code runnel top}: a live view of a server. */
@NullMarked
package io.runnel.top;

import org.jspecify.annotations.NullMarked;
