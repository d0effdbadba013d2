/** Sends facts to subscribers over HTTP, signed, in order, again and again until they arrive. */
@NullMarked
package dev.groundwire.webhooks;

import org.jspecify.annotations.NullMarked;
