package dev.groundwire.bus;

import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;

/**
 * The one failure that rooms answer with. Its message is shown to users, so it says what to do and
 * holds no secret and no text of a document; details belong in the log.
 */
public final class BusFailure extends ReplyException {
  private static final long serialVersionUID = 1;

  private final FailureCode code;

  public BusFailure(FailureCode code, String message) {
    super(ReplyFailure.RECIPIENT_FAILURE, code.number(), message);
    this.code = code;
  }

  public FailureCode code() {
    return code;
  }

  /** Never null: the constructor asks for one. */
  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? code.name() : message;
  }
}
