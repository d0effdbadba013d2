package dev.groundwire.gateway.health;

import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * Something this node cannot do without, or not well.
 *
 * @param name as in {@code /health}
 * @param silent what to do when it does not answer in time
 * @param look asks it; a failure counts as down
 */
record Dependency(String name, String silent, Supplier<Future<Verdict>> look) {}
