package dev.groundwire.chat;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/**
 * Where nodes keep what their answers have told, for whoever has to take them over. What watchers
 * see never waits for it.
 */
interface SharedLogs {
  /** Something was added to its log. Called on the loop. */
  void grown(LiveAnswer answer);

  /** Its end is stored: nobody needs what is kept. Called on the loop. */
  void forget(LiveAnswer answer);

  /** Nothing will be added to its log here any more. Called on the loop. */
  void release(LiveAnswer answer);

  /** Completes when all that was added is kept, or cannot be. Called on the loop. */
  Future<Void> settled();

  /**
   * What owners before a term have told, for virtual threads.
   *
   * @return empty when that cannot be known
   */
  Optional<ToldLog> toldBefore(UUID answerId, int term);
}
