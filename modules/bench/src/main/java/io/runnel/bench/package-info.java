/** Load generator and benchmarks; never released. */
@NullMarked
package io.runnel.bench;

import org.jspecify.annotations.NullMarked;
