/** A small asynchronous object store with conditional writes: memory, local directory and S3. */
@NullMarked
package io.runnel.objectstore;

import org.jspecify.annotations.NullMarked;
