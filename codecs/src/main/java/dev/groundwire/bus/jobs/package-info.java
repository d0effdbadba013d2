/** Work in the background: submitted, watched, cancelled, and done step by step by its rooms. */
@NullMarked
package dev.groundwire.bus.jobs;

import org.jspecify.annotations.NullMarked;
