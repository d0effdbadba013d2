package dev.groundwire.llm.dispatch;

import dev.groundwire.bus.BusFailure;
import java.time.Duration;

/** What a call needs of the dispatcher it belongs to. */
interface Floor {
  /** Beyond a provider's own limit for whole answers, for an adapter that does not end its call. */
  Duration ANSWER_GRACE = Duration.ofSeconds(30);

  Timing timing();

  DispatchConfig config();

  Placement placement();

  /** At random, before the repetition that follows so many attempts. */
  long pause(int attempts);

  /** A call waits in a queue. */
  void waits();

  /** A provider has just asked this node to leave a model of it alone. */
  void held(Target target);

  /** A provider asks to be left alone, or a model of it: who waits for it may go elsewhere. */
  void blocked(Lane lane);

  /** An attempt at {@code target} begins. */
  void count(Target target, boolean isRetry, boolean isFailover);

  /** A call is refused before any attempt. */
  void refused(DispatchedCall call, BusFailure why);

  void over(DispatchedCall call);
}
