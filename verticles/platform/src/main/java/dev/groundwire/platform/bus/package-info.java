/** The typed bus: the only code that touches Vert.x's event bus. */
@NullMarked
package dev.groundwire.platform.bus;

import org.jspecify.annotations.NullMarked;
