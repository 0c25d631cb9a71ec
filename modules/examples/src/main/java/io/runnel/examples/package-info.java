/** What programs with the SDK look like. Each example stands alone; {@code Main} runs them. */
@NullMarked
package io.runnel.examples;

import org.jspecify.annotations.NullMarked;
