package dev.groundwire.loadtests.chaos;

import java.time.Duration;
import java.util.UUID;

/**
 * One business transaction.
 *
 * @param rolledBack undone after its fact was appended
 * @param pause between the append and the commit: others that append later commit earlier
 */
record Op(UUID id, UUID key, boolean poison, boolean flaky, boolean rolledBack, Duration pause) {}
