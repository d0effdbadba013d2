/** A small client of the public HTTP API, used by the commands a person types. */
@NullMarked
package dev.groundwire.launcher.client;

import org.jspecify.annotations.NullMarked;
