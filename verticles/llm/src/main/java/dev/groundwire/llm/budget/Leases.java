package dev.groundwire.llm.budget;

import io.vertx.core.Future;
import java.util.Optional;

/** Where one provider's tokens are counted for all nodes. */
interface Leases {
  /**
   * One exchange, all of it or nothing. Completes on the room's context; when it fails, nobody
   * knows whether it was carried out.
   */
  Future<Lease> exchange(Bid bid);

  /**
   * What a node gives and wants.
   *
   * @param perMinute of all nodes together
   * @param back what it does not need; negative when it has used more than it had
   * @param held what it keeps; with it, never more than a minute's tokens are about
   * @param need of the call whose turn it is: so many or none; 0 for no call
   * @param ahead wanted beside it, while there is plenty
   * @param joins absent for one that has been here all the time
   */
  record Bid(long perMinute, long back, long held, long need, long ahead, Optional<Joining> joins) {
    /** For a node that begins. */
    static Bid first(long perMinute) {
      return new Bid(perMinute, 0, 0, 0, 0, Optional.of(new Joining(perMinute, 0, 0)));
    }
  }

  /**
   * A node that begins, or that has counted by itself for a while.
   *
   * @param free what it has itself: all there is where nobody else counts
   * @param share of a minute's tokens that it kept to
   * @param aloneMillis since when it has; 0 for one that begins
   */
  record Joining(long free, long share, long aloneMillis) {}

  /**
   * @param granted to be used by this node alone
   * @param free what is left for all; negative in debt
   * @param isClaimed whether a call of another node has waited longer
   */
  record Lease(long granted, long free, boolean isClaimed) {}
}
