/** Which provider serves a call, and when: queue, limits, breakers, retries, failover. */
@NullMarked
package dev.groundwire.llm.dispatch;

import org.jspecify.annotations.NullMarked;
