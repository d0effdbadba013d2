package dev.groundwire.launcher.client;

import java.util.UUID;

/** A chunk that was found. */
public record SearchHit(UUID documentId, double score) {}
