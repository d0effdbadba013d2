/** How figures are reckoned. */
@NullMarked
package dev.groundwire.gateway.operations;

import org.jspecify.annotations.NullMarked;
