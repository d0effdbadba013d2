package dev.groundwire.llm.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.llm.Priority;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FairQueueTest {
  private static final UUID A = new UUID(0, 1);
  private static final UUID B = new UUID(0, 2);

  private final FairQueue<String> queue =
      new FairQueue<>(10, workspace -> workspace.equals(B) ? 3 : 1);

  private void add(String name, UUID workspace, int times, Priority priority) {
    for (int i = 0; i < times; i++) {
      queue.add(name + i, workspace, priority, false);
    }
  }

  private List<String> take(int times) {
    List<String> taken = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      Place<String> next = Objects.requireNonNull(queue.next());
      queue.take(next);
      taken.add(next.item());
    }
    return taken;
  }

  @Test
  void givesTurnsByWeight() {
    add("a", A, 100, Priority.INTERACTIVE);
    add("b", B, 100, Priority.INTERACTIVE);
    List<String> taken = take(40);
    assertThat(taken.stream().filter(item -> item.startsWith("b")).count()).isBetween(29L, 31L);
    assertThat(taken.stream().filter(item -> item.startsWith("a")))
        .startsWith("a0", "a1", "a2", "a3");
  }

  @Test
  void servesAFewSoonBesideMany() {
    UUID other = new UUID(0, 3);
    add("a", A, 500, Priority.INTERACTIVE);
    take(50);
    add("c", other, 5, Priority.INTERACTIVE);
    assertThat(take(11)).contains("c0", "c1", "c2", "c3", "c4");
  }

  @Test
  void takesOneOfTenFromTheBackground() {
    add("i", A, 100, Priority.INTERACTIVE);
    add("b", A, 10, Priority.BACKGROUND);
    List<String> taken = take(20);
    assertThat(taken.indexOf("b0")).isEqualTo(9);
    assertThat(taken.indexOf("b1")).isEqualTo(19);
  }

  @Test
  void takesTheBackgroundWhenNobodyElseWaits() {
    add("b", A, 3, Priority.BACKGROUND);
    assertThat(take(3)).containsExactly("b0", "b1", "b2");
    assertThat(queue.next()).isNull();
  }

  @Test
  void putsBackInFront() {
    add("a", A, 2, Priority.INTERACTIVE);
    queue.add("again", A, Priority.INTERACTIVE, true);
    assertThat(take(3)).containsExactly("again", "a0", "a1");
  }

  /** Positions are what then happens, when nobody else comes. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void tellsThePositionsInWhichTheyAreTaken(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 400; i++) {
      UUID workspace = new UUID(0, 1 + random.nextInt(9));
      Priority priority = random.nextInt(4) == 0 ? Priority.BACKGROUND : Priority.INTERACTIVE;
      int expected = queue.positionOfNewcomer(workspace, priority);
      Place<String> place = queue.add("x" + i, workspace, priority, false);
      List<String> order = order();
      assertThat(order.indexOf("x" + i) + 1).isCloseTo(expected, within(1));
      if (random.nextInt(5) == 0) {
        queue.remove(place);
      } else if (random.nextInt(3) == 0) {
        take(1);
      }
    }
    List<String> order = order();
    assertThat(order).hasSize(queue.size());
    assertThat(take(queue.size())).containsExactlyElementsOf(order);
  }

  private static org.assertj.core.data.Offset<Integer> within(int places) {
    return org.assertj.core.data.Offset.offset(places);
  }

  private List<String> order() {
    List<String> order = new ArrayList<>();
    queue.inOrder((item, position) -> {
      order.add(item);
      assertThat(position).isEqualTo(order.size());
    });
    return order;
  }

  @Test
  void looksPastALineWhoseFirstDoesNotFit() {
    add("a", A, 2, Priority.INTERACTIVE);
    add("b", B, 2, Priority.INTERACTIVE);
    Place<String> fitting = Objects.requireNonNull(queue.next(item -> item.startsWith("b")));
    assertThat(fitting.item()).isEqualTo("b0");
    queue.take(fitting);
    assertThat(queue.next(item -> item.equals("a1"))).isNull();
    assertThat(take(3)).contains("a0", "a1", "b1");
  }
}
