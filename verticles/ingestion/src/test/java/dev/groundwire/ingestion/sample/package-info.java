/** Makes documents of every format, honest and hostile, for tests. */
@NullMarked
package dev.groundwire.ingestion.sample;

import org.jspecify.annotations.NullMarked;
