/** What crosses the event bus: typed addresses, the failures they answer with, and the codec. */
@NullMarked
package dev.groundwire.bus;

import org.jspecify.annotations.NullMarked;
