package dev.groundwire.retrieval.index;

import java.util.UUID;

/**
 * What is indexed, or should be indexed, of a document: equal when nothing is to be done.
 *
 * @param model of its vectors; empty text for none
 * @param further other models of which every chunk has a vector too, in their order, each with a
 *     blank behind it
 */
public record IndexedState(UUID documentId, int version, int chunks, String model, String further) {
  /** With vectors of one model only. */
  public IndexedState(UUID documentId, int version, int chunks, String model) {
    this(documentId, version, chunks, model, "");
  }

  /** Whether both differ in their vectors at most: then words and chunks are as they should be. */
  public boolean isSameText(IndexedState other) {
    return documentId.equals(other.documentId)
        && version == other.version
        && chunks == other.chunks;
  }

  /** Whether only vectors of further models differ. */
  public boolean isSameButFurther(IndexedState other) {
    return isSameText(other) && model.equals(other.model);
  }
}
