/** The HTTP edge: routes, settings, metrics, cluster start-up. */
@NullMarked
package io.runnel.server;

import org.jspecify.annotations.NullMarked;
