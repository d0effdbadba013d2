package dev.groundwire.platform.paging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ListPartTest {
  private static final List<UUID> ALL =
      LongStream.rangeClosed(1, 5).mapToObj(low -> new UUID(0, low)).toList();

  private static ListPart<UUID> part(int limit, Optional<String> cursor) {
    return ListPart.read(new Page(limit, cursor), UnaryOperator.identity(), ListPartTest::read);
  }

  private static List<UUID> read(int limit, @Nullable UUID last) {
    return ALL.stream()
        .filter(each -> last == null || each.compareTo(last) > 0)
        .limit(limit)
        .toList();
  }

  @Test
  void givesEveryItemOnceAndEndsWithTheLast() {
    for (int limit = 1; limit <= 6; limit++) {
      List<UUID> seen = new ArrayList<>();
      ListPart<UUID> part = part(limit, Optional.empty());
      seen.addAll(part.items());
      while (part.nextCursor().isPresent()) {
        part = part(limit, part.nextCursor());
        assertThat(part.items()).isNotEmpty();
        seen.addAll(part.items());
      }
      assertThat(seen).isEqualTo(ALL);
    }
  }

  @Test
  void refusesACursorOfAnotherList() {
    assertThatThrownBy(() -> part(1, Optional.of("x".repeat(200))))
        .isInstanceOfSatisfying(
            BusFailure.class,
            failure -> assertThat(failure.code()).isEqualTo(FailureCode.INVALID_REQUEST))
        .hasMessageContaining(
            "cursor is not one that this list has returned: " + "x".repeat(64) + ";");
  }
}
