/** The transport's facts to their handlers: leased, retried, given up with a reason. */
@NullMarked
package dev.groundwire.inbox;

import org.jspecify.annotations.NullMarked;
