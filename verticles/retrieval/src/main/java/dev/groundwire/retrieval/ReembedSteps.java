package dev.groundwire.retrieval;

import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.jobs.JobResult;
import dev.groundwire.bus.jobs.RunStep;
import dev.groundwire.bus.jobs.StepDone;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.retrieval.GenerationComparison.Overlap;
import dev.groundwire.retrieval.IndexableRepository.Sample;
import dev.groundwire.retrieval.index.PassageIndex;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Brings the further vectors of everybody's documents into the index, then compares what both
 * generations find. A document that changes meanwhile is left to its events.
 */
final class ReembedSteps {
  private static final int PAGE = 100;
  private static final int QUESTIONS = 100;

  /** A step has to be short. */
  private static final int QUESTIONS_A_STEP = 20;

  private final Database database;
  private final PassageIndex index;
  private final IndexedDocuments documents;
  private final GenerationComparison comparison;
  private final IndexableRepository indexables = new IndexableRepository();

  /**
   * Where a job is.
   *
   * @param after documents up to this id are indexed
   * @param asked questions of the comparison; below 0 while documents are indexed
   */
  record Place(Optional<UUID> after, int asked) {}

  ReembedSteps(
      Database database,
      PassageIndex index,
      IndexedDocuments documents,
      GenerationComparison comparison) {
    this.database = database;
    this.index = index;
    this.documents = documents;
    this.comparison = comparison;
  }

  StepDone step(RunStep asked) {
    Place place =
        asked
            .cursor()
            .map(text -> RecordJson.read(text, Place.class))
            .orElse(new Place(Optional.empty(), -1));
    JobResult result = JobResult.of(asked.result());
    return place.asked() < 0 ? index(place, result) : compare(place, result);
  }

  private StepDone index(Place place, JobResult result) {
    List<UUID> page = database.asSystem(tx -> indexables.idsOfAll(tx, place.after(), PAGE));
    long mended = page.stream().filter(id -> documents.repair(id, Duration.ZERO)).count();
    if (mended > 0) {
      index.makeSearchable();
    }
    JobResult now = result.plus("looked", page.size()).plus("indexed", mended);
    Place next =
        page.size() < PAGE
            ? new Place(Optional.empty(), 0)
            : new Place(Optional.of(page.getLast()), -1);
    return next(next, now);
  }

  private StepDone compare(Place place, JobResult result) {
    List<Sample> samples = database.asSystem(tx -> indexables.sample(tx, QUESTIONS));
    int end = Math.min(samples.size(), place.asked() + QUESTIONS_A_STEP);
    JobResult now = result;
    for (Sample sample : samples.subList(Math.min(place.asked(), end), end)) {
      Optional<Overlap> overlap = comparison.of(sample);
      if (overlap.isPresent()) {
        now =
            now.plus("questions", 1)
                .plus("foundOfTen", overlap.get().found())
                .plus("sharedOfTen", overlap.get().shared());
      }
    }
    return end < samples.size()
        ? next(new Place(Optional.empty(), end), now)
        : StepDone.last(now.count("looked"), now.plus("indexRounds", 1).text());
  }

  private StepDone next(Place place, JobResult result) {
    long done = result.count("looked");
    long total = database.asSystem(indexables::countOfAll);
    return StepDone.next(RecordJson.write(place), done, Math.max(done, total), result.text());
  }
}
