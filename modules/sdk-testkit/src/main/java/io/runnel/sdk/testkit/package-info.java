/** Gives tests clients that are ready for use; having it on the class path is all it takes. */
@NullMarked
package io.runnel.sdk.testkit;

import org.jspecify.annotations.NullMarked;
