/** Tests of who asks, and of the transactions made for them. */
@NullMarked
package dev.groundwire.gateway.access;

import org.jspecify.annotations.NullMarked;
