package dev.groundwire.gateway.operations;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A warning or error of the log.
 *
 * @param source the class that told of it
 * @param cause why, as far as the log tells
 * @param requestId by which all of its lines are found; null outside of a request
 */
public record RecentProblem(
    Instant at,
    String level,
    String message,
    String source,
    @Nullable String cause,
    @Nullable String requestId) {}
