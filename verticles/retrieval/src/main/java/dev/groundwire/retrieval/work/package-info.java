/** Threads for what blocks or computes, beside the virtual ones. */
@NullMarked
package dev.groundwire.retrieval.work;

import org.jspecify.annotations.NullMarked;
