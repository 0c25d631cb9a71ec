/** Pekko Persistence journal and snapshot store over the log. */
@NullMarked
package io.runnel.journal;

import org.jspecify.annotations.NullMarked;
