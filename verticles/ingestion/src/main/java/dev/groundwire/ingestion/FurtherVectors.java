package dev.groundwire.ingestion;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.ingestion.GenerationState;
import dev.groundwire.platform.postgres.Database;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a document that is about to be found vectors of the other generations too, so that searches
 * can be switched at any time.
 */
final class FurtherVectors {
  private static final Logger LOG = LoggerFactory.getLogger(FurtherVectors.class);

  private final Database database;
  private final ServedModels models;
  private final int batch;
  private final GenerationRepository generations = new GenerationRepository();
  private final ChunkVectorRepository vectors = new ChunkVectorRepository();

  /**
   * @param batch chunks sent to the embedding room together
   */
  FurtherVectors(Database database, ServedModels models, int batch) {
    this.database = database;
    this.models = models;
    this.batch = batch;
  }

  /**
   * Without those of the current generation a document is not found by meaning, so they must
   * succeed unless nobody makes them; a model that is only to follow stops no document.
   *
   * @return whether there is more to do, a batch for each generation
   */
  Filling fillSome(Document document) {
    List<Generation> live = inTenant(document, generations::live);
    boolean more = false;
    for (Generation generation : live) {
      if (!generation.model().equals(document.model())) {
        more |= fill(document, generation);
      }
    }
    return new Filling(
        live.stream().filter(each -> each.state() == GenerationState.CURRENT).findFirst(), more);
  }

  /** The same, to the end. */
  Optional<Generation> fill(Document document) {
    Filling filling = fillSome(document);
    while (filling.more()) {
      filling = fillSome(document);
    }
    return filling.current();
  }

  /**
   * How far a document is.
   *
   * @param current the generation that was looked at as the current one
   */
  record Filling(Optional<Generation> current, boolean more) {}

  /**
   * Looks, and keeps it so until the end of the transaction.
   *
   * @return false when another generation is the current one by now, which is to be filled first
   */
  boolean isStill(SqlConnection tx, Optional<Generation> current) {
    generations.hold(tx);
    return generations.current(tx).map(Generation::id).equals(current.map(Generation::id));
  }

  private boolean fill(Document document, Generation generation) {
    try {
      return fillBatch(document, generation);
    } catch (BusFailure failure) {
      if (generation.state() == GenerationState.CURRENT) {
        throw failure;
      }
      LOG.atWarn()
          .addKeyValue("document", document.id())
          .addKeyValue("model", generation.model())
          .addKeyValue("cause", failure.toString())
          .log("document without vectors of the other generation, left to the next job reembed");
      return false;
    }
  }

  /** False when nothing is left, or nobody has the model. */
  private boolean fillBatch(Document document, Generation generation) {
    List<ChunkVectorRepository.Pending> chunks =
        inTenant(document, tx -> vectors.ofVersion(tx, generation, document, batch));
    if (chunks.isEmpty()) {
      return false;
    }
    Optional<List<float[]>> made =
        models.embedAgain(
            generation.model(), chunks.stream().map(ChunkVectorRepository.Pending::text).toList());
    made.ifPresent(some -> inTenant(document, tx -> vectors.add(tx, generation, chunks, some)));
    return made.isPresent() && chunks.size() == batch;
  }

  private <T> T inTenant(Document document, Function<SqlConnection, T> work) {
    return database.inTenant(document.tenant().organizationId(), work);
  }
}
