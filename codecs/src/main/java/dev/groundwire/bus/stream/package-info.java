/** What carries streams over the bus, whatever their items. */
@NullMarked
package dev.groundwire.bus.stream;

import org.jspecify.annotations.NullMarked;
