/** Work in the background: queued, run step by step, retried, cancelled, scheduled. */
@NullMarked
package dev.groundwire.jobs;

import org.jspecify.annotations.NullMarked;
