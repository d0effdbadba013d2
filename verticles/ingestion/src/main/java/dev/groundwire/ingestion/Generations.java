package dev.groundwire.ingestion;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.embedding.ModelDescribed;
import dev.groundwire.bus.ingestion.GenerationState;
import dev.groundwire.bus.ingestion.GenerationSwitched;
import dev.groundwire.bus.ingestion.GenerationView;
import dev.groundwire.bus.ingestion.GenerationsListed;
import dev.groundwire.bus.ingestion.IngestionBus;
import dev.groundwire.bus.ingestion.ListGenerations;
import dev.groundwire.bus.ingestion.RetireGeneration;
import dev.groundwire.bus.ingestion.SwitchGeneration;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.postgres.Database;
import io.vertx.sqlclient.SqlConnection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which embedding models there are vectors of, and which of them searches use. */
final class Generations {
  private static final Logger LOG = LoggerFactory.getLogger(Generations.class);

  private final Database database;
  private final Bus bus;
  private final ServedModels models;
  private final GenerationRepository generations = new GenerationRepository();
  private final ChunkVectorRepository vectors = new ChunkVectorRepository();

  Generations(Database database, Bus bus, ServedModels models) {
    this.database = database;
    this.bus = bus;
    this.models = models;
  }

  /**
   * Brings what is known to what the embedding room has. The first model there becomes the current
   * one only where there is none, or where nobody can embed a question for it any more.
   *
   * @return live ones, the current one first
   */
  List<Generation> follow() {
    Map<String, ModelDescribed> served = served();
    return database.asSystem(tx -> {
      generations.lock(tx);
      generations.forget(tx, served.keySet());
      Optional<Generation> current = generations.current(tx);
      if (current.filter(each -> served.containsKey(each.model())).isEmpty()) {
        become(tx, served.values().iterator().next(), current);
      }
      served.values().forEach(model -> begin(tx, model));
      return generations.live(tx);
    });
  }

  /** One that is complete leaves the way back open: a node may have missed a change. */
  private void become(SqlConnection tx, ModelDescribed first, Optional<Generation> gone) {
    Optional<Generation> complete =
        generations.live(tx).stream()
            .filter(each -> each.model().equals(first.model()))
            .filter(each -> each.state() == GenerationState.COMPLETE)
            .filter(each -> !vectors.lacks(tx, each))
            .findFirst();
    if (complete.isPresent()) {
      generations.exchange(tx, gone, complete.get());
    } else {
      gone.ifPresent(each -> generations.enter(tx, each.id(), GenerationState.RETIRED));
      generations.put(tx, first.model(), first.dimensions(), GenerationState.CURRENT);
    }
    gone.ifPresent(each ->
        LOG.atWarn()
            .addKeyValue("model", each.model())
            .addKeyValue("now", first.model())
            .log(
                "nobody serves the embedding model of the searches, they take the configured one"));
  }

  /** What an operator has retired stays retired as long as its model is named. */
  private void begin(SqlConnection tx, ModelDescribed model) {
    List<Generation> live = generations.live(tx);
    boolean isKnown =
        live.stream().anyMatch(each -> each.model().equals(model.model()))
            || generations.retired(tx).stream()
                .anyMatch(each -> each.model().equals(model.model()));
    if (!isKnown && live.size() == 1) {
      generations.put(tx, model.model(), model.dimensions(), GenerationState.BUILDING);
      LOG.atInfo().addKeyValue("model", model.model()).log("embedding model to follow");
    } else if (!isKnown) {
      LOG.atWarn()
          .addKeyValue("model", model.model())
          .addKeyValue("retire", live.getLast().id())
          .log("embedding model not followed while there are two others: retire one first");
    }
  }

  /** By their names, the first one first. */
  private Map<String, ModelDescribed> served() {
    Map<String, ModelDescribed> served = new LinkedHashMap<>();
    ModelDescribed first = models.first();
    served.put(first.model(), first);
    first.other().flatMap(models::find).ifPresent(other -> served.put(other.model(), other));
    return served;
  }

  GenerationsListed list(ListGenerations asked) {
    Set<String> served = served().keySet();
    return new GenerationsListed(database.asSystem(tx -> generations.views(tx, served)));
  }

  /** In one transaction, which no document enters the index beside. */
  GenerationView switchTo(SwitchGeneration asked) {
    Set<String> served = served().keySet();
    String model =
        database.asSystem(tx -> {
          generations.lock(tx);
          Generation next = find(tx, asked.id());
          if (next.state() != GenerationState.CURRENT) {
            requireReady(tx, next, served);
            generations.exchange(tx, generations.current(tx), next);
          }
          return next.model();
        });
    bus.hint(IngestionBus.GENERATION_SWITCHED, new GenerationSwitched(model));
    LOG.atInfo().addKeyValue("model", model).log("searches use this embedding model");
    return view(asked.id(), served);
  }

  private void requireReady(SqlConnection tx, Generation next, Set<String> served) {
    if (!served.contains(next.model())) {
      throw new BusFailure(
          FailureCode.CONFLICT,
          next.model()
              + " is not served: name it in EMBEDDING_MODEL or EMBEDDING_NEXT_MODEL of all nodes.");
    }
    if (next.state() != GenerationState.COMPLETE || vectors.lacks(tx, next)) {
      throw new BusFailure(
          FailureCode.CONFLICT,
          "Generation "
              + next.id()
              + " is "
              + next.state().text()
              + " and has no vector for some chunks: submit a job of kind reembed.");
    }
  }

  GenerationView retire(RetireGeneration asked) {
    Set<String> served = served().keySet();
    database.asSystem(tx -> {
      generations.lock(tx);
      if (find(tx, asked.id()).state() == GenerationState.CURRENT) {
        throw new BusFailure(
            FailureCode.CONFLICT, "Searches use this generation: switch to another one first.");
      }
      generations.enter(tx, asked.id(), GenerationState.RETIRED);
      return asked.id();
    });
    return view(asked.id(), served);
  }

  private Generation find(SqlConnection tx, int id) {
    return generations
        .find(tx, id)
        .orElseThrow(
            () -> new BusFailure(FailureCode.NOT_FOUND, "There is no generation " + id + "."));
  }

  private GenerationView view(int id, Set<String> served) {
    return database.asSystem(tx -> generations.views(tx, served)).stream()
        .filter(view -> view.id() == id)
        .findFirst()
        .orElseThrow();
  }
}
