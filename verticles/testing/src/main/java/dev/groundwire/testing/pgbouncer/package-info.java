/** A real PgBouncer for tests. */
@NullMarked
package dev.groundwire.testing.pgbouncer;

import org.jspecify.annotations.NullMarked;
