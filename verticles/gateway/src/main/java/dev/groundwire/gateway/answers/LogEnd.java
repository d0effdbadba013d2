package dev.groundwire.gateway.answers;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.chat.LogEntries;
import dev.groundwire.bus.chat.LogEntry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Waits for the end of a log, whatever it says until then. */
final class LogEnd implements LogReader {
  private final Promise<Optional<String>> reached = Promise.promise();
  private Optional<String> error = Optional.empty();
  private @Nullable FollowedLog log;
  private boolean left;

  /** Nobody waits any more. */
  void leave() {
    left = true;
    if (log != null) {
      log.cancel();
    }
    reached.tryFail(new BusFailure(FailureCode.UNAVAILABLE, "The client has left."));
  }

  void follow(Function<LogReader, FollowedLog> open) {
    if (!left) {
      log = open.apply(this);
    }
  }

  /** The document of the failure that the log ends with; empty for an answer that is there. */
  Future<Optional<String>> reached() {
    return reached.future();
  }

  @Override
  public void item(LogEntries entries) {
    for (LogEntry entry : entries.entries()) {
      if (entry.type().equals("error")) {
        error = Optional.of(entry.data());
      }
    }
    if (log != null) {
      log.grant(1);
    }
  }

  @Override
  public void end() {
    reached.tryComplete(error);
  }

  @Override
  public void fail(BusFailure why) {
    reached.tryFail(why);
  }
}
