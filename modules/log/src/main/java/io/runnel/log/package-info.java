/** The storage engine: a write-ahead log shared by all entities of a node, sealed and claimed over an object store. */
@NullMarked
package io.runnel.log;

import org.jspecify.annotations.NullMarked;
