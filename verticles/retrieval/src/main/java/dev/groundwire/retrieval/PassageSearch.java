package dev.groundwire.retrieval;

import dev.groundwire.bus.retrieval.Explanation;
import dev.groundwire.bus.retrieval.FindPassages;
import dev.groundwire.bus.retrieval.Passage;
import dev.groundwire.bus.retrieval.PassageFilter;
import dev.groundwire.bus.retrieval.PassagesFound;
import dev.groundwire.bus.retrieval.SearchMode;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.telemetry.Telemetry;
import dev.groundwire.platform.telemetry.Traced;
import dev.groundwire.retrieval.PassageRepository.StoredPassage;
import dev.groundwire.retrieval.fusion.FusedHit;
import dev.groundwire.retrieval.fusion.Fusion;
import dev.groundwire.retrieval.index.IndexHits;
import dev.groundwire.retrieval.index.IndexQuery;
import dev.groundwire.retrieval.index.ModelVector;
import dev.groundwire.retrieval.index.PassageIndex;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Finds the passages that best answer a question. */
final class PassageSearch {
  /** Hits read beyond what is missing, so that a few deleted ones cost no second read. */
  private static final int SPARE = 8;

  private final int candidates;
  private final double denseWeight;
  private final PassageIndex index;
  private final QuestionEmbedding embedding;
  private final Database database;
  private final Tombstones tombstones;
  private final SearchMeters meters;
  private final PassageRepository passages = new PassageRepository();

  PassageSearch(
      RetrievalConfig config,
      PassageIndex index,
      QuestionEmbedding embedding,
      Database database,
      Tombstones tombstones,
      SearchMeters meters) {
    this.candidates = config.candidates();
    this.denseWeight = config.denseWeight();
    this.index = index;
    this.embedding = embedding;
    this.database = database;
    this.tombstones = tombstones;
    this.meters = meters;
  }

  PassagesFound find(FindPassages asked) {
    long begun = System.nanoTime();
    boolean isDone = false;
    try {
      PassagesFound found = Traced.call(described(asked), span -> find(asked, span));
      isDone = true;
      return found;
    } finally {
      meters.searched(asked.mode(), Duration.ofNanos(System.nanoTime() - begun), isDone);
    }
  }

  /** Never the question: it is what somebody wrote. */
  private static SpanBuilder described(FindPassages asked) {
    return Telemetry.span("search")
        .setAttribute("search.mode", asked.mode().name().toLowerCase(Locale.ROOT))
        .setAttribute("search.limit", asked.limit())
        .setAttribute("search.filtered", !asked.filter().equals(PassageFilter.NONE));
  }

  private PassagesFound find(FindPassages asked, Span span) {
    Optional<ModelVector> vector =
        asked.mode() == SearchMode.LEXICAL
            ? Optional.empty()
            : Optional.of(embedding.of(asked.query()));
    IndexHits hits =
        index.search(
            new IndexQuery(
                asked.tenant(),
                asked.filter(),
                tombstones.hidden(),
                Math.max(candidates, asked.limit() + SPARE),
                vector,
                asked.mode() == SearchMode.DENSE ? Optional.empty() : Optional.of(asked.query())));
    List<FusedHit> ranked = new Fusion(weightIn(asked.mode())).fuse(hits);
    List<Passage> found = firstThatExist(asked, ranked, vector.map(ModelVector::model).orElse(""));
    span.setAttribute("search.candidates", ranked.size());
    span.setAttribute("search.hits", found.size());
    span.setAttribute("search.dense_ms", hits.denseTook().toNanos() / 1e6);
    span.setAttribute("search.lexical_ms", hits.lexicalTook().toNanos() / 1e6);
    return new PassagesFound(found);
  }

  private double weightIn(SearchMode mode) {
    return switch (mode) {
      case HYBRID -> denseWeight;
      case DENSE -> 1;
      case LEXICAL -> 0;
    };
  }

  /** What the index found and the database still has, in the order of the index. */
  private List<Passage> firstThatExist(FindPassages asked, List<FusedHit> ranked, String model) {
    List<Passage> found = new ArrayList<>(asked.limit());
    int next = 0;
    while (found.size() < asked.limit() && next < ranked.size()) {
      int end = Math.min(ranked.size(), next + asked.limit() - found.size() + SPARE);
      List<FusedHit> page = ranked.subList(next, end);
      Map<UUID, StoredPassage> stored = read(asked, page);
      for (FusedHit hit : page) {
        StoredPassage passage = stored.get(hit.chunkId());
        if (passage != null && found.size() < asked.limit()) {
          found.add(passage(passage, hit, asked.explain(), model));
        }
      }
      next = end;
    }
    return found;
  }

  private Map<UUID, StoredPassage> read(FindPassages asked, List<FusedHit> page) {
    List<UUID> ids = page.stream().map(FusedHit::chunkId).toList();
    return database.inTenant(
        asked.tenant().organizationId(),
        tx -> passages.find(tx, asked.tenant().workspaceId(), ids));
  }

  private static Passage passage(
      StoredPassage stored, FusedHit hit, boolean explain, String model) {
    return new Passage(
        stored.chunkId(),
        stored.documentId(),
        stored.documentName(),
        stored.page(),
        stored.start(),
        stored.end(),
        stored.section(),
        stored.text(),
        hit.score(),
        explain
            ? Optional.of(
                new Explanation(
                    hit.dense(),
                    hit.lexical(),
                    hit.denseShare(),
                    hit.lexicalShare(),
                    model,
                    hit.analyzer()))
            : Optional.empty());
  }
}
