package dev.groundwire.ingestion;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.ingestion.GenerationState;
import dev.groundwire.bus.jobs.JobResult;
import dev.groundwire.bus.jobs.RunStep;
import dev.groundwire.bus.jobs.StepDone;
import dev.groundwire.platform.lease.Leases;
import dev.groundwire.platform.postgres.Database;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes the vectors that live generations lack, a batch a step, and removes those of retired ones.
 * Retrieval has its turn then, and at the end this room says which generations are complete. What
 * is there stays when a step is done again.
 */
final class ReembedSteps {
  /** While the embedding room has better to do. */
  private static final Duration BUSY = Duration.ofSeconds(5);

  private static final int REMOVED_AT_ONCE = 2_000;
  private static final int MOVED_AT_ONCE = 20;

  /** Written by retrieval when its index has what this room has made. */
  private static final String INDEXED = "indexRounds";

  private final Database database;
  private final Generations known;
  private final ServedModels models;
  private final int batch;
  private final GenerationRepository generations = new GenerationRepository();
  private final ChunkVectorRepository vectors = new ChunkVectorRepository();
  private final Leases leases = new Leases();

  /**
   * Where a job is.
   *
   * @param generation those before it are done
   * @param from documents before this one are done
   * @param total chunks that lacked a vector at the beginning
   */
  record Place(int generation, Optional<UUID> from, long total) {}

  ReembedSteps(Database database, Generations known, ServedModels models, int batch) {
    this.database = database;
    this.known = known;
    this.models = models;
    this.batch = batch;
  }

  StepDone step(RunStep asked) {
    JobResult result = JobResult.of(asked.result());
    if (result.count(INDEXED) > 0) {
      return conclude(asked, result);
    }
    Place place =
        asked.cursor().map(text -> RecordJson.read(text, Place.class)).orElseGet(this::begin);
    try {
      return fill(asked, place, result);
    } catch (BusFailure failure) {
      if (failure.code() == FailureCode.OVERLOADED || failure.code() == FailureCode.TIMEOUT) {
        return StepDone.later(
            BUSY,
            RecordJson.write(place),
            result.count("embedded"),
            place.total(),
            result.plus("waits", 1).text());
      }
      throw failure;
    }
  }

  private Place begin() {
    List<Generation> live = known.follow();
    long total =
        database.asSystem(tx -> live.stream().mapToLong(each -> vectors.count(tx, each)).sum());
    return new Place(0, Optional.empty(), total);
  }

  private StepDone fill(RunStep asked, Place place, JobResult result) {
    List<Generation> left =
        database.asSystem(generations::live).stream()
            .filter(each -> each.id() >= place.generation())
            .sorted(Comparator.comparingInt(Generation::id))
            .toList();
    for (Generation generation : left) {
      UUID from = generation.id() == place.generation() ? place.from().orElse(null) : null;
      List<ChunkVectorRepository.Pending> chunks = next(generation, from);
      if (!chunks.isEmpty()) {
        Optional<List<float[]>> made =
            models.embedAgain(
                generation.model(),
                chunks.stream().map(ChunkVectorRepository.Pending::text).toList());
        if (made.isPresent()) {
          int added = add(asked, generation, chunks, made.get());
          UUID last = chunks.getLast().documentId();
          return next(
              new Place(generation.id(), Optional.of(last), place.total()),
              result.plus("embedded", added));
        }
      }
    }
    return tidy(asked, new Place(Integer.MAX_VALUE, Optional.empty(), place.total()), result);
  }

  private List<ChunkVectorRepository.Pending> next(Generation generation, @Nullable UUID from) {
    return database.asSystem(tx -> vectors.next(tx, generation, from, batch));
  }

  private int add(
      RunStep asked,
      Generation generation,
      List<ChunkVectorRepository.Pending> chunks,
      List<float[]> made) {
    return database.asSystem(tx -> {
      leases.fence(tx, asked.lease());
      return vectors.add(tx, generation, chunks, made);
    });
  }

  /** Of retired generations; their documents get the vectors of the current one for their own. */
  private StepDone tidy(RunStep asked, Place place, JobResult result) {
    Tidied tidied =
        database.asSystem(tx -> {
          leases.fence(tx, asked.lease());
          Generation current = generations.current(tx).orElseThrow();
          int moved = 0;
          int removed = 0;
          for (Generation retired : generations.retired(tx)) {
            moved += vectors.move(tx, retired, current, MOVED_AT_ONCE);
            removed += vectors.remove(tx, retired, REMOVED_AT_ONCE);
          }
          return new Tidied(moved, removed);
        });
    JobResult now = result.plus("movedDocuments", tidied.moved()).plus("removed", tidied.removed());
    return tidied.moved() + tidied.removed() > 0
        ? next(place, now)
        : StepDone.last(Math.max(place.total(), now.count("embedded")), now.text());
  }

  private record Tidied(int moved, int removed) {}

  private static StepDone next(Place place, JobResult result) {
    long done = result.count("embedded");
    return StepDone.next(
        RecordJson.write(place), done, Math.max(place.total(), done), result.text());
  }

  private StepDone conclude(RunStep asked, JobResult result) {
    List<Generation> lacking =
        database.asSystem(tx -> {
          leases.fence(tx, asked.lease());
          generations.lock(tx);
          List<Generation> beside =
              generations.live(tx).stream()
                  .filter(each -> each.state() != GenerationState.CURRENT)
                  .toList();
          List<Generation> left = beside.stream().filter(each -> vectors.lacks(tx, each)).toList();
          for (Generation each : beside) {
            generations.enter(
                tx,
                each.id(),
                left.contains(each) ? GenerationState.BUILDING : GenerationState.COMPLETE);
            long questions = result.count("questions");
            if (questions > 0) {
              double overlap =
                  (double) result.count("sharedOfTen") / Math.max(1, result.count("foundOfTen"));
              generations.compared(tx, each.id(), (int) questions, overlap);
            }
          }
          return left;
        });
    if (!lacking.isEmpty()) {
      throw new BusFailure(
          FailureCode.CONFLICT,
          "Some chunks have no vector of "
              + lacking.getFirst().model()
              + ": serve that model on all nodes and submit the job again.");
    }
    return StepDone.last(result.count("embedded"), result.text());
  }
}
