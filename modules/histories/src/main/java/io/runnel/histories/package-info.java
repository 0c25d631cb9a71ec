/**
 * What clients of a stream saw, and whether a stream that keeps the contract could have shown it (docs/histories.md).
 */
@NullMarked
package io.runnel.histories;

import org.jspecify.annotations.NullMarked;
