package dev.groundwire.llm.protocol;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;

/**
 * What all attempts of a room share.
 *
 * @param drainAfterCancel how long a cancelled call whose text has ended may still tell its usage;
 *     zero closes at once
 */
record Exchange(Vertx vertx, Clock clock, ReadBytes bytes, Duration drainAfterCancel) {}
