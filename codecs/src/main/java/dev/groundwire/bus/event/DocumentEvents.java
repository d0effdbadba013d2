package dev.groundwire.bus.event;

import java.util.UUID;

/** What can happen to a document. The key of all of them is the document's id. */
public final class DocumentEvents {
  /** Stored durably, nothing read yet. */
  public static final EventType<Received> RECEIVED =
      new EventType<>("document.received.v1", Received.class);

  /** Its chunks are stored, without vectors. */
  public static final EventType<Chunked> CHUNKED =
      new EventType<>("document.chunked.v1", Chunked.class);

  /** Every chunk has a vector of one model. */
  public static final EventType<Embedded> EMBEDDED =
      new EventType<>("document.embedded.v1", Embedded.class);

  /** Searches find it. */
  public static final EventType<Indexed> INDEXED =
      new EventType<>("document.indexed.v1", Indexed.class);

  /** Given up, with a reason for a person. */
  public static final EventType<Failed> FAILED =
      new EventType<>("document.failed.v1", Failed.class);

  /** Removed by its owner. */
  public static final EventType<Deleted> DELETED =
      new EventType<>("document.deleted.v1", Deleted.class);

  private DocumentEvents() {}

  /**
   * @param version grows with every new processing of the document; older ones are void
   */
  public record Received(UUID documentId, int version) {}

  public record Chunked(UUID documentId, int version, int chunks) {}

  public record Embedded(UUID documentId, int version, String model) {}

  public record Indexed(UUID documentId, int version) {}

  public record Failed(UUID documentId, int version, String reason) {}

  public record Deleted(UUID documentId, int version) {}
}
