/** The web page and its assets. */
@NullMarked
package dev.groundwire.gateway.page;

import org.jspecify.annotations.NullMarked;
