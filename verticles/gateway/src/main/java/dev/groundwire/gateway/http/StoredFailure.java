package dev.groundwire.gateway.http;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.RecordJson;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
    Duration retryAfter =
        stored.retryAfter == null
            ? null
            : Duration.ofMillis(Math.round(Math.max(0, stored.retryAfter) * 1_000));
    return new StoredFailure(
        new BusFailure(Problem.codeOf(stored.type), stored.detail, retryAfter), member, id);
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

  /**
   * @param retryAfter in seconds
   */
  private record Stored(String type, String detail, @Nullable Double retryAfter) {}
}
