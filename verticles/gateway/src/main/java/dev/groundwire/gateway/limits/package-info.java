/** How often a caller may ask. */
@NullMarked
package dev.groundwire.gateway.limits;

import org.jspecify.annotations.NullMarked;
