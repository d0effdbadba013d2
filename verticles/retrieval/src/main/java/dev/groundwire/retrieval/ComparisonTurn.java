package dev.groundwire.retrieval;

import java.util.Optional;
import java.util.function.Supplier;

/** Who may compare index and database now. */
@FunctionalInterface
interface ComparisonTurn {
  /** For an index that no other node has. */
  ComparisonTurn ALWAYS = comparison -> Optional.of(comparison.get());

  /** Empty when another node is at it, and nothing was done. */
  Optional<Drift> take(Supplier<Drift> comparison);
}
