/** What tests of a client may leave behind, and must not: threads, connections, and buffers of its network library. */
@NullMarked
package io.runnel.leaks;

import org.jspecify.annotations.NullMarked;
