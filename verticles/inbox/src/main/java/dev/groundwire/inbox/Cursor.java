package dev.groundwire.inbox;

import java.util.UUID;

/**
 * How far the facts of one key have come.
 *
 * @param gapOverdue true when the next one has been missing for longer than anyone waits
 */
record Cursor(String key, UUID organizationId, long lastSeq, boolean gapOverdue) {}
