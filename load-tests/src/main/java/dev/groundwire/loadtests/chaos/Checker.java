package dev.groundwire.loadtests.chaos;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.groundwire.loadtests.chaos.History.Committed;
import dev.groundwire.loadtests.chaos.History.Effect;
import dev.groundwire.loadtests.chaos.History.Fact;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** Compares what must be with what is; knows nothing of the product but its promises. */
final class Checker {
  private final History history;
  private final Map<UUID, Committed> committed;
  private final List<Violation> found = new ArrayList<>();

  private Checker(History history) {
    this.history = history;
    this.committed =
        history.committed().stream().collect(toMap(Committed::op, Function.identity()));
  }

  /** The invariants that do not hold; those of time and of replays are not seen here. */
  static List<Violation> check(History history) {
    Checker checker = new Checker(history);
    checker.nothingLost();
    checker.noGhost();
    checker.noEffectTwice();
    checker.orderOfFacts();
    checker.orderOfEffects();
    checker.orderInTheStream();
    checker.onlyPoisonIsDead();
    return checker.found;
  }

  private void nothingLost() {
    Set<UUID> told = history.outbox().stream().map(Fact::op).collect(toSet());
    Set<UUID> done = history.effects().stream().map(Effect::op).collect(toSet());
    report(
        Invariant.NOTHING_LOST,
        history.committed().stream()
            .filter(op -> !told.contains(op.op()) || (!op.poison() && !done.contains(op.op()))));
    if (!history.streamed().isEmpty()) {
      Set<UUID> streamed = history.streamed().stream().map(Fact::event).collect(toSet());
      report(
          Invariant.NOTHING_LOST,
          history.outbox().stream().filter(fact -> !streamed.contains(fact.event())));
    }
  }

  private void noGhost() {
    report(
        Invariant.NO_GHOST,
        history.effects().stream()
            .filter(effect -> {
              Committed cause = committed.get(effect.op());
              return cause == null || cause.poison();
            }));
    report(
        Invariant.NO_GHOST,
        Stream.concat(history.outbox().stream(), history.streamed().stream())
            .filter(fact -> !committed.containsKey(fact.op())));
  }

  private void noEffectTwice() {
    report(Invariant.NO_EFFECT_TWICE, repeated(history.effects(), Effect::op));
    report(Invariant.NO_EFFECT_TWICE, repeated(history.outbox(), Fact::op));
    Map<String, Long> due =
        history.committed().stream()
            .filter(op -> !op.poison())
            .collect(groupingBy(Committed::key, counting()));
    report(
        Invariant.NO_EFFECT_TWICE,
        history.counters().entrySet().stream()
            .filter(counter -> counter.getValue() > due.getOrDefault(counter.getKey(), 0L)));
  }

  private static <T> Stream<T> repeated(List<T> all, Function<T, UUID> id) {
    Set<UUID> seen = new HashSet<>();
    return all.stream().filter(each -> !seen.add(id.apply(each)));
  }

  private void orderOfFacts() {
    report(
        Invariant.ORDER,
        byKey(history.outbox(), Fact::key, Comparator.comparingLong(Fact::keySeq)).stream()
            .flatMap(Checker::firstOutOfOrder));
  }

  /** The first time that each fact of a key is in the stream. */
  private void orderInTheStream() {
    Set<UUID> seen = new HashSet<>();
    List<Fact> firsts = history.streamed().stream().filter(fact -> seen.add(fact.event())).toList();
    report(
        Invariant.ORDER,
        firsts.stream().collect(groupingBy(Fact::key)).values().stream()
            .flatMap(Checker::firstOutOfOrder));
  }

  /** In the order of the counter; poison leaves a place empty, nothing else does. */
  private void orderOfEffects() {
    Map<String, List<Long>> due = new HashMap<>();
    history.outbox().stream()
        .sorted(Comparator.comparingLong(Fact::keySeq))
        .filter(fact -> {
          Committed cause = committed.get(fact.op());
          return cause != null && !cause.poison();
        })
        .forEach(fact ->
            due.computeIfAbsent(fact.key(), ignored -> new ArrayList<>()).add(fact.keySeq()));
    report(
        Invariant.ORDER,
        byKey(history.effects(), Effect::key, Comparator.comparingLong(Effect::n)).stream()
            .flatMap(effects ->
                firstAstray(effects, due.getOrDefault(effects.getFirst().key(), List.of()))));
  }

  /** Repeated effects are another matter. */
  private static Stream<Effect> firstAstray(List<Effect> effects, List<Long> expected) {
    Set<UUID> seen = new HashSet<>();
    int at = 0;
    for (Effect effect : effects) {
      if (seen.add(effect.op())
          && (at >= expected.size() || !Objects.equals(expected.get(at++), effect.keySeq()))) {
        return Stream.of(effect);
      }
    }
    return Stream.empty();
  }

  private static Stream<Fact> firstOutOfOrder(List<Fact> ofOneKey) {
    for (int i = 0; i < ofOneKey.size(); i++) {
      if (ofOneKey.get(i).keySeq() != i + 1) {
        return Stream.of(ofOneKey.get(i));
      }
    }
    return Stream.empty();
  }

  private static <T> Collection<List<T>> byKey(
      List<T> all, Function<T, String> key, Comparator<T> order) {
    return all.stream().sorted(order).collect(groupingBy(key)).values();
  }

  private void onlyPoisonIsDead() {
    Set<UUID> dead = new HashSet<>(history.deadLetters());
    report(
        Invariant.ONLY_POISON_IS_DEAD,
        dead.stream()
            .filter(op -> {
              Committed cause = committed.get(op);
              return cause == null || !cause.poison();
            }));
    report(
        Invariant.ONLY_POISON_IS_DEAD,
        history.committed().stream().filter(op -> op.poison() && !dead.contains(op.op())));
  }

  private void report(Invariant invariant, Stream<?> offenders) {
    List<?> all = offenders.toList();
    if (!all.isEmpty()) {
      found.add(new Violation(invariant, all.size(), all.getFirst().toString()));
    }
  }
}
