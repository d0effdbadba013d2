package dev.groundwire.bus.ingestion;

import dev.groundwire.bus.Page;
import dev.groundwire.bus.Tenant;
import java.util.UUID;

/** In document order. */
public record ListChunks(Tenant tenant, UUID documentId, Page page) {}
