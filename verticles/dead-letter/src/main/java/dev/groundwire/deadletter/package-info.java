/** Facts that could not be handled: kept, explained, tried again, replayed, discarded. */
@NullMarked
package dev.groundwire.deadletter;

import org.jspecify.annotations.NullMarked;
