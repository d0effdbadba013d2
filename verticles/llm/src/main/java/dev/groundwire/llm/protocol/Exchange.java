package dev.groundwire.llm.protocol;

import io.vertx.core.Vertx;
import java.time.Clock;

/** What all attempts of a room share. */
record Exchange(Vertx vertx, Clock clock, ReadBytes bytes) {}
