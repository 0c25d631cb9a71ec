/** What the commands of a client have in common: where it connects, what the terminal can, how failures are told. */
@NullMarked
package io.runnel.console;

import org.jspecify.annotations.NullMarked;
