package dev.groundwire.chat;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** Without Redis nobody knows what a node that is gone has told: its answers end with an error. */
final class NoSharedLogs implements SharedLogs {
  @Override
  public void grown(LiveAnswer answer) {
    // Nowhere to keep it.
  }

  @Override
  public void forget(LiveAnswer answer) {
    // Nothing is kept.
  }

  @Override
  public void release(LiveAnswer answer) {
    // Nothing is kept.
  }

  @Override
  public Future<Void> settled() {
    return Future.succeededFuture();
  }

  @Override
  public Optional<ToldLog> toldBefore(UUID answerId, int term) {
    return Optional.empty();
  }
}
