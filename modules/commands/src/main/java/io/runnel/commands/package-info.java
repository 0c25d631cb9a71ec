/** The commands of a client: basins, streams, records, declared setups. */
@NullMarked
package io.runnel.commands;

import org.jspecify.annotations.NullMarked;
