/**
 * A real PostgreSQL that Groundwire runs itself under its data folder, and that outlives neither
 * the JVM nor a crash of either.
 */
@NullMarked
package dev.groundwire.platform.postgres.embedded;

import org.jspecify.annotations.NullMarked;
