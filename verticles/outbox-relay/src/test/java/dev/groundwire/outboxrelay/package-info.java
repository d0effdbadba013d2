/** The relay against a real database and a real broker. */
@NullMarked
package dev.groundwire.outboxrelay;

import org.jspecify.annotations.NullMarked;
