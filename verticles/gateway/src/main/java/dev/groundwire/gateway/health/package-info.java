/** How well the node is. */
@NullMarked
package dev.groundwire.gateway.health;

import org.jspecify.annotations.NullMarked;
