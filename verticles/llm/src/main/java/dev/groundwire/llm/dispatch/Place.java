package dev.groundwire.llm.dispatch;

/** Where one waits; compared by identity. */
final class Place<E> {
  private final E item;
  private final Turns<E> turns;
  private final Turns.Line<E> line;

  Place(E item, Turns<E> turns, Turns.Line<E> line) {
    this.item = item;
    this.turns = turns;
    this.line = line;
  }

  E item() {
    return item;
  }

  Turns<E> turns() {
    return turns;
  }

  Turns.Line<E> line() {
    return line;
  }
}
