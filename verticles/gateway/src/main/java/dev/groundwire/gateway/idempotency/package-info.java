/**
 * Requests that happen once, however often a client sends them: an {@code Idempotency-Key} is
 * claimed by the first of them, at whichever node, and its response is kept for the others.
 */
@NullMarked
package dev.groundwire.gateway.idempotency;

import org.jspecify.annotations.NullMarked;
