/** Account, basin and stream actors, their sharding, and the Streams facade over them. */
@NullMarked
package io.runnel.engine;

import org.jspecify.annotations.NullMarked;
