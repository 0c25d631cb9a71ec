/** {@code runnel bench}: load with verification, what it took, and a report of it. */
@NullMarked
package io.runnel.loadtest;

import org.jspecify.annotations.NullMarked;
