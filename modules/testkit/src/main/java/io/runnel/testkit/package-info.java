/** A Runnel for tests: in memory, a basin for each test, and faults to order. */
@NullMarked
package io.runnel.testkit;

import org.jspecify.annotations.NullMarked;
