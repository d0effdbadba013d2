/** Kills the embedded PostgreSQL, its JVM and its watchdog in every order. */
@NullMarked
package dev.groundwire.platform.postgres.embedded;

import org.jspecify.annotations.NullMarked;
