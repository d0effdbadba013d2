package dev.groundwire.bus.chat;

import java.util.UUID;

/**
 * Pulls the entries after a sequence number: reading is the credit, so a slow watcher slows nobody.
 * Old entries stay readable after the answer's end.
 *
 * @param after 0 for all
 * @param waitMillis how long to wait when there is nothing new; an empty reply then says so
 */
public record ReadAnswerLog(UUID organizationId, UUID answerId, long after, int waitMillis) {}
