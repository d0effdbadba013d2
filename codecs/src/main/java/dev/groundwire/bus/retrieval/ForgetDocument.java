package dev.groundwire.bus.retrieval;

import java.util.UUID;

/** The hint that a document is being deleted. */
public record ForgetDocument(UUID documentId, int version) {}
