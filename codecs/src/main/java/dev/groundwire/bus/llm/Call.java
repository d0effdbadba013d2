package dev.groundwire.bus.llm;

import dev.groundwire.bus.Tenant;
import java.time.Instant;
import java.util.Optional;

/**
 * What admission needs to know of a call to a model, whatever is asked.
 *
 * @param tenant whose turn it takes: waiting calls are served fairly between workspaces
 * @param model empty for the configured default
 * @param startBy a call that cannot begin to be served by then is refused at once, with the time
 *     after which it could be
 */
public record Call(Tenant tenant, Optional<String> model, Priority priority, Instant startBy) {}
