/** What the webhooks room answers: subscribers over HTTP, and what was sent to them. */
@NullMarked
package dev.groundwire.bus.webhooks;

import org.jspecify.annotations.NullMarked;
