/** Where ids come from. */
@NullMarked
package dev.groundwire.platform.identity;

import org.jspecify.annotations.NullMarked;
