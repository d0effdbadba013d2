package dev.groundwire.llm.protocol;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.function.LongSupplier;

/**
 * What all attempts of a room share.
 *
 * @param clock for dates that others tell and read
 * @param nowMillis for spans: a time that nobody sets
 */
record Exchange(Vertx vertx, Clock clock, LongSupplier nowMillis, ReadBytes bytes) {}
