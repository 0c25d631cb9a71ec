/** The runnel command. */
@NullMarked
package io.runnel.cli;

import org.jspecify.annotations.NullMarked;
