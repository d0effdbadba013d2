package dev.groundwire.bus.ingestion;

import dev.groundwire.bus.Tenant;
import java.util.UUID;

/** Fails as {@code NOT_FOUND} also for another tenant's document. */
public record FindDocument(Tenant tenant, UUID documentId) {}
