package dev.groundwire.platform.paging;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Page;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list in the order of its ids.
 *
 * @param nextCursor empty when there is no more
 */
public record ListPart<T>(List<T> items, Optional<String> nextCursor) {
  private static final int CURSOR_SHOWN = 64;

  /** Reads items from the list, in its order. */
  @FunctionalInterface
  public interface Reading<T> {
    /**
     * @param last the item behind which to begin; null at the beginning
     */
    List<T> read(int limit, @Nullable UUID last);
  }

  /** Reads one item more than is asked for, to know whether there is a next part. */
  public static <T> ListPart<T> read(Page page, Function<T, UUID> id, Reading<T> list) {
    int limit = page.limit();
    List<T> found = list.read(limit + 1, page.cursor().map(ListPart::idOf).orElse(null));
    return found.size() <= limit
        ? new ListPart<>(found, Optional.empty())
        : new ListPart<>(
            found.subList(0, limit), Optional.of(id.apply(found.get(limit - 1)).toString()));
  }

  private static UUID idOf(String cursor) {
    try {
      return UUID.fromString(cursor);
    } catch (IllegalArgumentException unknown) {
      throw new BusFailure(
          FailureCode.INVALID_REQUEST,
          "cursor is not one that this list has returned: "
              + cursor.substring(0, Math.min(cursor.length(), CURSOR_SHOWN))
              + "; start without one.");
    }
  }
}
