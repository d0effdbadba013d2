package dev.groundwire.bus.chat;

import java.util.UUID;

/**
 * Follows an answer's log from after a sequence number to its end. While somebody follows it, the
 * answer counts as watched. Old logs stay readable after the answer's end.
 *
 * @param after 0 for all
 */
public record WatchAnswer(UUID organizationId, UUID answerId, long after) {}
