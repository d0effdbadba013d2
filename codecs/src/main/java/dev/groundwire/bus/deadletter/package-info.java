/** Facts that could not be handled: kept, explained, replayed, discarded. */
@NullMarked
package dev.groundwire.bus.deadletter;

import org.jspecify.annotations.NullMarked;
