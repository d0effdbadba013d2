package dev.groundwire.loadtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.loadtests.chaos.History.Committed;
import dev.groundwire.loadtests.chaos.History.Effect;
import dev.groundwire.loadtests.chaos.History.Fact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Three ops of one key, the second of them poison; each test spoils one thing. */
class CheckerTest {
  private static final String KEY = "k";

  private final List<Committed> committed =
      new ArrayList<>(List.of(op(1, false), op(2, true), op(3, false)));
  private final List<Fact> outbox = new ArrayList<>(List.of(fact(1, 1), fact(2, 2), fact(3, 3)));
  private final List<Effect> effects = new ArrayList<>(List.of(effect(1, 1, 1), effect(3, 3, 2)));
  private final Map<String, Long> counters = new HashMap<>(Map.of(KEY, 2L));
  private final List<UUID> dead = new ArrayList<>(List.of(id(2)));
  private final List<Fact> streamed = new ArrayList<>(outbox);

  @Test
  void acceptsWhatIsInOrder() {
    assertThat(found()).isEmpty();
  }

  @Test
  void acceptsThatTheBrokerHasAFactTwice() {
    streamed.add(fact(1, 1));

    assertThat(found()).isEmpty();
  }

  @Test
  void seesALostEffect() {
    effects.removeLast();

    assertThat(found()).contains(Invariant.NOTHING_LOST);
  }

  @Test
  void seesAFactThatTheBrokerNeverGot() {
    streamed.removeLast();

    assertThat(found()).contains(Invariant.NOTHING_LOST);
  }

  @Test
  void seesAnEffectWithoutACause() {
    committed.removeFirst();

    assertThat(found()).contains(Invariant.NO_GHOST);
  }

  @Test
  void seesAnEffectThatHappensTwice() {
    effects.add(effect(3, 3, 3));
    counters.put(KEY, 3L);

    assertThat(found()).containsExactly(Invariant.NO_EFFECT_TWICE);
  }

  @Test
  void seesACounterThatWentTooFarUnnoticed() {
    counters.put(KEY, 3L);

    assertThat(found()).containsExactly(Invariant.NO_EFFECT_TWICE);
  }

  @Test
  void seesEffectsInAnotherOrder() {
    effects.clear();
    effects.addAll(List.of(effect(3, 3, 1), effect(1, 1, 2)));

    assertThat(found()).containsExactly(Invariant.ORDER);
  }

  @Test
  void seesAnotherOrderInTheStream() {
    streamed.addFirst(streamed.removeLast());

    assertThat(found()).containsExactly(Invariant.ORDER);
  }

  @Test
  void seesADeadLetterThatNobodyPlanted() {
    dead.add(id(3));

    assertThat(found()).containsExactly(Invariant.ONLY_POISON_IS_DEAD);
  }

  @Test
  void seesPoisonThatWentMissing() {
    dead.clear();

    assertThat(found()).containsExactly(Invariant.ONLY_POISON_IS_DEAD);
  }

  private Set<Invariant> found() {
    return Checker.check(new History(committed, outbox, effects, counters, dead, streamed)).stream()
        .map(Violation::invariant)
        .collect(Collectors.toSet());
  }

  private static Committed op(int number, boolean poison) {
    return new Committed(id(number), KEY, poison);
  }

  private static Fact fact(int number, long keySeq) {
    return new Fact(id(100 + number), id(number), KEY, keySeq);
  }

  private static Effect effect(int number, long keySeq, long n) {
    return new Effect(id(number), id(100 + number), KEY, keySeq, n);
  }

  private static UUID id(int number) {
    return new UUID(0, number);
  }
}
