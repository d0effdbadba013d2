package dev.groundwire.chat;

import dev.groundwire.bus.chat.LogEntry;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What the database has for watchers of an answer.
 *
 * @param log empty while its end is not stored
 * @param owner the node that writes it, or wrote it
 */
record StoredAnswer(Optional<List<LogEntry>> log, Optional<UUID> owner) {}
