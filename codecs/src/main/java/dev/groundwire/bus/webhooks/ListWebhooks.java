package dev.groundwire.bus.webhooks;

import dev.groundwire.bus.Page;
import java.util.UUID;

/** Newest first. */
public record ListWebhooks(UUID organizationId, Page page) {}
