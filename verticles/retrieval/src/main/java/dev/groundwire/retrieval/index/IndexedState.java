package dev.groundwire.retrieval.index;

import java.util.UUID;

/**
 * What is indexed, or should be indexed, of a document: equal when nothing is to be done.
 *
 * @param model of its vectors; empty text for none
 */
public record IndexedState(UUID documentId, int version, int chunks, String model) {}
