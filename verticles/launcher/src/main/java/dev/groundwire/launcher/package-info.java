/** Wires the rooms into one process: the only place that knows them all. */
@NullMarked
package dev.groundwire.launcher;

import org.jspecify.annotations.NullMarked;
