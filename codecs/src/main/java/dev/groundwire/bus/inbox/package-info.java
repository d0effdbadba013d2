/** What the inbox takes: facts from a transport. */
@NullMarked
package dev.groundwire.bus.inbox;

import org.jspecify.annotations.NullMarked;
