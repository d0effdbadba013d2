/** Webhooks over HTTP. */
@NullMarked
package dev.groundwire.gateway.webhooks;

import org.jspecify.annotations.NullMarked;
