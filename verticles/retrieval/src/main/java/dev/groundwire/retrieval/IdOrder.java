package dev.groundwire.retrieval;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Walks through something page by page in the database's order of ids, looking one ahead. */
final class IdOrder<T> implements Iterator<T> {
  /** Unlike {@link UUID#compareTo}, which compares signed numbers. */
  static final Comparator<UUID> UNSIGNED =
      Comparator.comparing(UUID::getMostSignificantBits, Long::compareUnsigned)
          .thenComparing(UUID::getLeastSignificantBits, Long::compareUnsigned);

  private final Function<Optional<UUID>, List<T>> readAfter;
  private final Function<T, UUID> id;
  private List<T> page;
  private int next;

  /**
   * @param readAfter reads the page behind an id; an empty page is the end
   */
  IdOrder(Function<Optional<UUID>, List<T>> readAfter, Function<T, UUID> id) {
    this.readAfter = readAfter;
    this.id = id;
    this.page = readAfter.apply(Optional.empty());
  }

  @Override
  public boolean hasNext() {
    if (next == page.size() && !page.isEmpty()) {
      page = readAfter.apply(Optional.of(id.apply(page.getLast())));
      next = 0;
    }
    return next < page.size();
  }

  /** What {@link #next} will return; empty at the end. */
  Optional<T> peek() {
    return hasNext() ? Optional.of(page.get(next)) : Optional.empty();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the last page was read");
    }
    return page.get(next++);
  }
}
