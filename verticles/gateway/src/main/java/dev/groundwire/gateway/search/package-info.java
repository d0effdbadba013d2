/** Search over HTTP. */
@NullMarked
package dev.groundwire.gateway.search;

import org.jspecify.annotations.NullMarked;
