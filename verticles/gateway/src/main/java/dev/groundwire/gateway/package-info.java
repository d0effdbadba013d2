/** The only public door: HTTP in, requests on the bus out. */
@NullMarked
package dev.groundwire.gateway;

import org.jspecify.annotations.NullMarked;
