package dev.groundwire.bus.deadletter;

import dev.groundwire.bus.Done;
import dev.groundwire.bus.RequestAddress;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.EventHandled;

/** Everything the dead-letter verticle answers. */
public final class DeadLetterBus {
  /** Committed when it answers; burying the same fact of the same handler again is harmless. */
  public static final RequestAddress<BuryEvent, Done> BURY_EVENT =
      new RequestAddress<>("dead-letter.bury-event", BuryEvent.class, Done.class);

  public static final RequestAddress<ListDeadLetters, DeadLettersListed> LIST_DEAD_LETTERS =
      new RequestAddress<>(
              "dead-letter.list-dead-letters", ListDeadLetters.class, DeadLettersListed.class)
          .harmless();
  public static final RequestAddress<FindDeadLetter, DeadLetterFound> FIND_DEAD_LETTER =
      new RequestAddress<>(
              "dead-letter.find-dead-letter", FindDeadLetter.class, DeadLetterFound.class)
          .harmless();
  public static final RequestAddress<ReplayDeadLetter, DeadLetterView> REPLAY_DEAD_LETTER =
      new RequestAddress<>(
          "dead-letter.replay-dead-letter", ReplayDeadLetter.class, DeadLetterView.class);
  public static final RequestAddress<ReplayDeadLetters, DeadLettersQueued> REPLAY_DEAD_LETTERS =
      new RequestAddress<>(
          "dead-letter.replay-dead-letters", ReplayDeadLetters.class, DeadLettersQueued.class);
  public static final RequestAddress<DiscardDeadLetter, DeadLetterView> DISCARD_DEAD_LETTER =
      new RequestAddress<>(
          "dead-letter.discard-dead-letter", DiscardDeadLetter.class, DeadLetterView.class);
  public static final RequestAddress<DescribeDeadLetters, DeadLettersDescribed>
      DESCRIBE_DEAD_LETTERS =
          new RequestAddress<>(
                  "dead-letter.describe-dead-letters",
                  DescribeDeadLetters.class,
                  DeadLettersDescribed.class)
              .harmless();

  /** Handles {@code document.deleted.v1}: what was buried of the document is discarded. */
  public static final RequestAddress<EventEnvelope, EventHandled> FORGET_DOCUMENT =
      new RequestAddress<>("dead-letter.forget-document", EventEnvelope.class, EventHandled.class);

  private DeadLetterBus() {}
}
