package dev.groundwire.bus.ingestion;

import dev.groundwire.bus.Page;
import dev.groundwire.bus.Tenant;

/** Newest first. */
public record ListDocuments(Tenant tenant, Page page) {}
