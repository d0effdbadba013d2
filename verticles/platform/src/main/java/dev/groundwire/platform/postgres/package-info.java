/** Connections, transactions and migrations; the tenant is set for each transaction. */
@NullMarked
package dev.groundwire.platform.postgres;

import org.jspecify.annotations.NullMarked;
