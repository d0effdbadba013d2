package dev.groundwire.retrieval.index;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.retrieval.PassageFilter;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A search in one workspace.
 *
 * @param hidden documents that must not be found whatever is indexed of them
 * @param candidates hits of each leg at most
 * @param vector asks for the dense leg, among the vectors of the same model
 * @param words asks for the lexical leg
 */
public record IndexQuery(
    Tenant tenant,
    PassageFilter filter,
    Set<UUID> hidden,
    int candidates,
    Optional<ModelVector> vector,
    Optional<String> words) {
  public IndexQuery {
    hidden = Set.copyOf(hidden);
  }
}
