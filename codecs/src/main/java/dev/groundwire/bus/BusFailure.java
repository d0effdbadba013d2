package dev.groundwire.bus;

import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one failure that rooms answer with. Its message is shown to users, so it says what to do and
 * holds no secret and no text of a document; details belong in the log.
 */
public final class BusFailure extends ReplyException {
  private static final long serialVersionUID = 1;

  private final FailureCode code;
  private final transient @Nullable Duration retryAfter;

  public BusFailure(FailureCode code, String message) {
    this(code, message, null);
  }

  /**
   * @param retryAfter before which the same request fails again; null when nobody can tell
   */
  public BusFailure(FailureCode code, String message, @Nullable Duration retryAfter) {
    super(ReplyFailure.RECIPIENT_FAILURE, code.number(), message);
    this.code = code;
    this.retryAfter = retryAfter;
  }

  public FailureCode code() {
    return code;
  }

  /** Empty when nobody can tell. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** Never null: the constructor asks for one. */
  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? code.name() : message;
  }
}
