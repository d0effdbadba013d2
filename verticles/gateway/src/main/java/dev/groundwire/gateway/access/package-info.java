/** Who asks, and which organization's workspace is meant. */
@NullMarked
package dev.groundwire.gateway.access;

import org.jspecify.annotations.NullMarked;
