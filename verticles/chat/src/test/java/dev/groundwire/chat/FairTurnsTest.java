package dev.groundwire.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.bus.retrieval.PassageFilter;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FairTurnsTest {
  private static final Tenant BUSY = new Tenant(UUID.randomUUID(), UUID.randomUUID());
  private static final Tenant QUIET = new Tenant(UUID.randomUUID(), UUID.randomUUID());

  private final Turns turns = new Turns(1);
  private final List<Turn> order = new ArrayList<>();

  private Turn enter(Tenant tenant, boolean keepGoing) {
    return enter(turns, order, tenant, keepGoing);
  }

  private static Turn enter(Turns turns, List<Turn> order, Tenant tenant, boolean keepGoing) {
    Question question =
        new Question(
            UUID.randomUUID(),
            tenant,
            Optional.empty(),
            "What do cats do?",
            List.of(),
            Optional.empty(),
            PassageFilter.NONE,
            keepGoing,
            "request-1",
            Instant.EPOCH);
    Turn turn =
        turns.enter(new LiveAnswer(question, Clock.systemUTC(), new AskTime(), Ownership.SOLE));
    turn.whenBegun().onSuccess(begun -> order.add(turn));
    return turn;
  }

  private void enter(Tenant tenant, boolean keepGoing, int count) {
    IntStream.range(0, count).forEach(asked -> enter(tenant, keepGoing));
  }

  /** Each leaves as soon as it has begun. */
  private void runAll(Turn first) {
    first.leave();
    for (int next = 1; next < order.size(); next++) {
      order.get(next).leave();
    }
  }

  private List<Integer> places(Tenant tenant) {
    return IntStream.range(0, order.size())
        .filter(at -> order.get(at).workspace().equals(tenant.workspaceId()))
        .boxed()
        .toList();
  }

  @Test
  void servesAFewQuestionsAsIfTheManyOfAnotherWereFew() {
    Turn first = enter(BUSY, false);
    enter(BUSY, false, 499);
    enter(QUIET, false, 5);
    runAll(first);
    assertThat(order).hasSize(505);
    assertThat(places(QUIET)).containsExactly(2, 4, 6, 8, 10);
  }

  @Test
  void servesBackgroundLastButNotNever() {
    Turn first = enter(BUSY, false);
    enter(BUSY, true, 3);
    enter(QUIET, false, 30);
    runAll(first);
    List<Integer> background =
        IntStream.range(0, order.size())
            .filter(at -> order.get(at).isBackground())
            .boxed()
            .toList();
    assertThat(background).containsExactly(8, 16, 24);
  }

  @Test
  void letsNoBackgroundPassThoseBeforeItBecauseManyWentBefore() {
    Turn first = enter(BUSY, false);
    enter(BUSY, false, 20);
    first.leave();
    order.getLast().leave();
    Turn late = enter(QUIET, true);
    int before = order.size();
    assertThat(statuses(late).getFirst()).contains("\"position\":8");
    runAll(order.getLast());
    assertThat(order.indexOf(late) - before + 1).isEqualTo(8);
  }

  @Test
  void foretellsItsOrder() {
    List<Tenant> tenants = List.of(BUSY, QUIET, new Tenant(UUID.randomUUID(), UUID.randomUUID()));
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      Turns some = new Turns(1);
      List<Turn> taken = new ArrayList<>();
      for (int step = 0; step < 80; step++) {
        if (random.nextInt(5) < 3) {
          Tenant tenant = tenants.get(random.nextInt(tenants.size()));
          Turn turn = enter(some, taken, tenant, random.nextInt(4) == 0);
          if (turn.isWaiting()) {
            assertThat(statuses(turn).getFirst())
                .as("seed %d", seed)
                .contains("\"position\":" + positions(some).get(turn) + ",");
          }
        } else if (!taken.isEmpty()) {
          taken.getLast().leave();
        }
      }
      Map<Turn, Integer> told = positions(some);
      int before = taken.size();
      for (int left = told.size(); left > 0; left--) {
        taken.getLast().leave();
      }
      Map<Turn, Integer> came = new HashMap<>();
      taken.subList(before, taken.size()).forEach(turn -> came.put(turn, came.size() + 1));
      assertThat(told).as("seed %d", seed).isEqualTo(came);
    }
  }

  private static Map<Turn, Integer> positions(Turns turns) {
    Map<Turn, Integer> told = new HashMap<>();
    turns.positions(told::put);
    return told;
  }

  private static List<String> statuses(Turn turn) {
    return turn.answer().written().log().after(0, 1_000).entries().stream()
        .map(LogEntry::data)
        .toList();
  }

  @Test
  void writesNoLongLogDuringALongWait() {
    Turn first = enter(BUSY, false);
    enter(BUSY, false, 12_000);
    Turn last = enter(BUSY, false);
    first.leave();
    for (int next = 1; next < order.size(); next++) {
      turns.tellPositions();
      order.get(next).leave();
    }
    List<String> told = statuses(last);
    assertThat(told).hasSizeLessThan(90);
    assertThat(told.getFirst()).contains("\"position\":12001");
    assertThat(told.get(told.size() - 2)).contains("\"position\":1,");
    assertThat(told.getLast()).contains("retrieving");
  }

  @Test
  void givesAPlaceAwayOnlyOnce() {
    Turn first = enter(BUSY, false);
    Turn second = enter(BUSY, false);
    Turn third = enter(BUSY, false);
    second.leave();
    first.leave();
    first.leave();
    assertThat(order).containsExactly(first, third);
    third.leave();
    assertThat(enter(QUIET, false).isWaiting()).isFalse();
    assertThat(enter(QUIET, false).isWaiting()).isTrue();
  }
}
