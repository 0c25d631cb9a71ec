/** A real S3 server in a process of its own, for tests. */
@NullMarked
package io.runnel.s3proxy;

import org.jspecify.annotations.NullMarked;
