package dev.groundwire.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class IdOrderTest {
  private static final List<UUID> IDS =
      List.of(new UUID(0, 1), new UUID(0, -1), new UUID(1, 0), new UUID(-1, 0));

  @Test
  void comparesIdsAsTheDatabaseDoes() {
    assertThat(IDS).isSortedAccordingTo(IdOrder.UNSIGNED);
  }

  @Test
  void readsAllPages() {
    List<UUID> read = new ArrayList<>();
    IdOrder<UUID> order = new IdOrder<>(IdOrderTest::twoAfter, Function.identity());
    while (order.hasNext()) {
      assertThat(order.peek()).isPresent();
      read.add(order.next());
    }

    assertThat(read).isEqualTo(IDS);
    assertThat(order.peek()).isEmpty();
  }

  private static List<UUID> twoAfter(Optional<UUID> after) {
    return IDS.stream()
        .filter(id -> after.isEmpty() || IdOrder.UNSIGNED.compare(id, after.get()) > 0)
        .limit(2)
        .toList();
  }
}
