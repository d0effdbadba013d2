/** Tests of what every route shares. */
@NullMarked
package dev.groundwire.gateway.http;

import org.jspecify.annotations.NullMarked;
