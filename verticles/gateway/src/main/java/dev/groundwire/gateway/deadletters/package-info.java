/** Dead letters over HTTP. */
@NullMarked
package dev.groundwire.gateway.deadletters;

import org.jspecify.annotations.NullMarked;
