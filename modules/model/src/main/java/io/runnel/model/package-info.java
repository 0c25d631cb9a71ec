/** Names, positions, record batches, limits, configurations and errors: values only. */
@NullMarked
package io.runnel.model;

import org.jspecify.annotations.NullMarked;
