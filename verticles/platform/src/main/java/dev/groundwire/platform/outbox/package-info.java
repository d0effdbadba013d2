/** Facts on their way out, and the ledger that lets their effects happen once. */
@NullMarked
package dev.groundwire.platform.outbox;

import org.jspecify.annotations.NullMarked;
