package dev.groundwire.gateway.http;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.RecordJson;
import java.util.UUID;

/** The failure of something that is stored: its problem document says where to find that. */
public final class StoredFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final BusFailure failure;
  private final String member;
  private final UUID id;

  /**
   * @param member what the problem document calls the id
   */
  public StoredFailure(BusFailure failure, String member, UUID id) {
    super(failure.getMessage(), null, false, false);
    this.failure = failure;
    this.member = member;
    this.id = id;
  }

  /** The same of a failure that was stored as a problem document. */
  public static StoredFailure of(String document, String member, UUID id) {
    Stored stored = RecordJson.read(document, Stored.class);
    return new StoredFailure(
        new BusFailure(Problem.codeOf(stored.type), stored.detail), member, id);
  }

  BusFailure failure() {
    return failure;
  }

  String member() {
    return member;
  }

  UUID id() {
    return id;
  }

  private record Stored(String type, String detail) {}
}
