package dev.groundwire.bus.llm;

import java.util.UUID;

/**
 * Pulls what was written since the last read: reading is the credit, so a reader that stops reading
 * stops the model. A generation nobody reads for a while is cancelled.
 *
 * @param waitMillis how long to wait when nothing is there yet; an empty batch then says so
 */
public record ReadTokens(UUID generationId, int waitMillis) {}
