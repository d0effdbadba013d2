package dev.groundwire.retrieval.pgvector;

import dev.groundwire.platform.postgres.Database;
import dev.groundwire.retrieval.index.IndexedChunk;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The number of each space, which never changes: remembered once it is committed. */
final class VectorSpaces {
  private final Database database;
  private final VectorSpaceRepository spaces;
  private final Map<VectorSpace, Integer> known = new ConcurrentHashMap<>();
  private final Set<VectorSpace> further = ConcurrentHashMap.newKeySet();

  VectorSpaces(Database database, VectorSpaceRepository spaces) {
    this.database = database;
    this.spaces = spaces;
  }

  /** Empty when there is no such vector. */
  Optional<Integer> find(SqlConnection tx, VectorSpace space) {
    Integer number = known.get(space);
    if (number != null) {
      return Optional.of(number);
    }
    Optional<Integer> found = spaces.find(tx, space);
    found.ifPresent(id -> known.put(space, id));
    return found;
  }

  /**
   * Adds those that are new in a transaction of its own: a new graph locks the table, and whoever
   * has written to it already would be waited for, while it waits itself.
   */
  void prepare(Set<VectorSpace> needed) {
    if (!known.keySet().containsAll(needed)) {
      database.asSystem(tx -> needed.stream().map(space -> findOrAdd(tx, space)).toList());
    }
  }

  /** The same for those of further vectors. */
  void prepareFurther(List<IndexedChunk> chunks) {
    Set<VectorSpace> needed =
        chunks.stream()
            .flatMap(chunk -> chunk.further().stream())
            .map(VectorSpace::of)
            .collect(Collectors.toSet());
    if (!further.containsAll(needed)) {
      database.asSystem(tx -> {
        needed.forEach(space -> spaces.addFurther(tx, findOrAdd(tx, space), space.dimensions()));
        return needed;
      });
      further.addAll(needed);
    }
  }

  int findOrAdd(SqlConnection tx, VectorSpace space) {
    Integer number = known.get(space);
    if (number != null) {
      return number;
    }
    int id = spaces.findOrAdd(tx, space);
    database.afterCommit(tx, () -> known.put(space, id));
    return id;
  }
}
