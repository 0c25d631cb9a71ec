/** Architecture rules, contract, durability and client tests; never released. */
@NullMarked
package io.runnel.verify;

import org.jspecify.annotations.NullMarked;
