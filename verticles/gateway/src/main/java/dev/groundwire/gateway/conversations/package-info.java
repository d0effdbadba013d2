/** Conversations over HTTP. */
@NullMarked
package dev.groundwire.gateway.conversations;

import org.jspecify.annotations.NullMarked;
