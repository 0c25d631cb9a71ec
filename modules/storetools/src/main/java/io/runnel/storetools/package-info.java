/** What people look into a store with: reads by {@code docs/formats.md}, not by the code that wrote it, and never writes. */
@NullMarked
package io.runnel.storetools;

import org.jspecify.annotations.NullMarked;
