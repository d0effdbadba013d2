/** Benchmarks, each with a bare baseline measured beside it. */
@NullMarked
package dev.groundwire.loadtests;

import org.jspecify.annotations.NullMarked;
