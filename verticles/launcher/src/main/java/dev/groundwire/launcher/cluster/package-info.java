/** What makes several nodes one: membership, the bus between them, and the proof that it works. */
@NullMarked
package dev.groundwire.launcher.cluster;

import org.jspecify.annotations.NullMarked;
