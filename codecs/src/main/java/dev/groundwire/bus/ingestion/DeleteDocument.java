package dev.groundwire.bus.ingestion;

import dev.groundwire.bus.Tenant;
import java.util.UUID;

public record DeleteDocument(Tenant tenant, UUID documentId, String correlationId) {}
