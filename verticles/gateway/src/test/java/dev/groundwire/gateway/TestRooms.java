package dev.groundwire.gateway;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.Done;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Page;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.embedding.EmbedTexts;
import dev.groundwire.bus.embedding.EmbeddingBus;
import dev.groundwire.bus.embedding.ModelDescribed;
import dev.groundwire.bus.embedding.TextsEmbedded;
import dev.groundwire.bus.embedding.TokensCounted;
import dev.groundwire.bus.ingestion.ChunkView;
import dev.groundwire.bus.ingestion.ChunksListed;
import dev.groundwire.bus.ingestion.DocumentFound;
import dev.groundwire.bus.ingestion.DocumentProgressed;
import dev.groundwire.bus.ingestion.DocumentRegistered;
import dev.groundwire.bus.ingestion.DocumentStatus;
import dev.groundwire.bus.ingestion.DocumentView;
import dev.groundwire.bus.ingestion.DocumentsListed;
import dev.groundwire.bus.ingestion.IngestionBus;
import dev.groundwire.bus.ingestion.RegisterDocument;
import dev.groundwire.bus.outboxrelay.BackboneDescribed;
import dev.groundwire.bus.outboxrelay.OutboxRelayBus;
import dev.groundwire.bus.retrieval.FindPassages;
import dev.groundwire.bus.retrieval.Passage;
import dev.groundwire.bus.retrieval.PassagesFound;
import dev.groundwire.bus.retrieval.RetrievalBus;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers what the other rooms would, from memory, with their rule that tenants stay apart. */
final class TestRooms extends VerticleBase {
  static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");

  final List<RegisterDocument> registered = new CopyOnWriteArrayList<>();
  final List<FindPassages> searches = new CopyOnWriteArrayList<>();
  final List<Integer> embedded = new CopyOnWriteArrayList<>();
  final TestChat chat = new TestChat();
  final TestLlm llm = new TestLlm();
  volatile boolean eventsUp = true;
  volatile boolean embeddingUp = true;
  final TestDeadLetters deadLetters = new TestDeadLetters();
  final TestWebhooks webhooks = new TestWebhooks();
  final TestJobs jobs = new TestJobs();
  private final Map<UUID, Kept> documents = new ConcurrentSkipListMap<>();

  @Override
  public Future<?> start() {
    Bus bus = new Bus(vertx);
    return Future.all(
            List.of(
                bus.answer(IngestionBus.REGISTER_DOCUMENT, 8, this::register),
                bus.answer(
                    IngestionBus.FIND_DOCUMENT,
                    8,
                    find -> {
                      Kept kept = kept(find.tenant(), find.documentId());
                      return new DocumentFound(kept.view, kept.contentId);
                    }),
                bus.answer(
                    IngestionBus.LIST_DOCUMENTS, 8, list -> list(list.tenant(), list.page())),
                bus.answer(
                    IngestionBus.DELETE_DOCUMENT,
                    8,
                    delete -> {
                      kept(delete.tenant(), delete.documentId());
                      documents.remove(delete.documentId());
                      return new Done();
                    }),
                bus.answer(
                    IngestionBus.LIST_CHUNKS,
                    8,
                    list -> {
                      kept(list.tenant(), list.documentId());
                      return new ChunksListed(List.of(chunk()), Optional.empty());
                    }),
                bus.answer(RetrievalBus.FIND_PASSAGES, 8, this::search),
                bus.answer(
                    EmbeddingBus.DESCRIBE_MODEL,
                    8,
                    ask -> {
                      if (!embeddingUp) {
                        throw new BusFailure(FailureCode.UNAVAILABLE, "The model is loading.");
                      }
                      return new ModelDescribed("test@1", 8, 256);
                    }),
                bus.answer(
                    EmbeddingBus.COUNT_TOKENS,
                    8,
                    count ->
                        new TokensCounted(count.texts().stream().map(String::length).toList())),
                bus.answer(EmbeddingBus.EMBED_TEXTS, 8, this::embed)))
        .compose(ignored -> llm.start(bus))
        .compose(ignored ->
            bus.answer(
                OutboxRelayBus.DESCRIBE_BACKBONE,
                8,
                ask -> new BackboneDescribed("in-process", eventsUp, 0, 0, "")))
        .compose(ignored -> chat.start(bus))
        .compose(ignored -> deadLetters.start(bus))
        .compose(ignored -> webhooks.start(bus))
        .compose(ignored -> jobs.start(bus));
  }

  /** Moves a document on, with or without telling. */
  void progress(UUID id, DocumentStatus status, boolean hint) {
    Kept before = documents.get(id);
    if (before == null) {
      throw new IllegalArgumentException("no document " + id);
    }
    documents.put(id, new Kept(before.tenant, with(before.view, status), before.contentId));
    if (hint) {
      new Bus(vertx)
          .hint(
              IngestionBus.DOCUMENT_PROGRESSED,
              new DocumentProgressed(before.tenant, id, status, 1, 2));
    }
  }

  /** A text of n characters becomes n, n + 1, n + 2 ... */
  private TextsEmbedded embed(EmbedTexts request) {
    embedded.add(request.texts().size());
    return new TextsEmbedded(
        "test@1", request.texts().stream().map(text -> vector(text.length())).toList());
  }

  private static float[] vector(int first) {
    float[] vector = new float[8];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = first + i;
    }
    return vector;
  }

  private DocumentRegistered register(RegisterDocument request) {
    registered.add(request);
    Optional<Kept> same =
        documents.values().stream()
            .filter(kept -> kept.tenant.equals(request.tenant()))
            .filter(kept -> kept.view.sha256().equals(request.sha256()))
            .findFirst();
    if (same.isPresent()) {
      return new DocumentRegistered(same.get().view, Optional.of(same.get().view.id()));
    }
    DocumentView view =
        new DocumentView(
            request.documentId(),
            request.name(),
            request.mediaType(),
            request.bytes(),
            request.sha256(),
            DocumentStatus.RECEIVED,
            0,
            Optional.empty(),
            request.tags(),
            THEN,
            THEN);
    documents.put(view.id(), new Kept(request.tenant(), view, request.documentId()));
    return new DocumentRegistered(view, Optional.empty());
  }

  private DocumentsListed list(Tenant tenant, Page page) {
    if (page.cursor().isPresent()) {
      throw new BusFailure(FailureCode.INVALID_REQUEST, "cursor is unknown.");
    }
    List<DocumentView> own = new ArrayList<>();
    documents.values().stream()
        .filter(kept -> kept.tenant.equals(tenant))
        .map(Kept::view)
        .forEach(own::addFirst);
    return new DocumentsListed(
        own.subList(0, Math.min(own.size(), page.limit())), Optional.empty());
  }

  private PassagesFound search(FindPassages search) {
    searches.add(search);
    Passage passage =
        new Passage(
            UUID.randomUUID(),
            UUID.randomUUID(),
            "handbook.pdf",
            Optional.of(3),
            10,
            20,
            "",
            "text",
            0.5,
            Optional.empty());
    return new PassagesFound(List.of(passage));
  }

  private Kept kept(Tenant tenant, UUID id) {
    Kept kept = documents.get(id);
    if (kept == null || !kept.tenant.equals(tenant)) {
      throw new BusFailure(FailureCode.NOT_FOUND, "There is no such document.");
    }
    return kept;
  }

  private static ChunkView chunk() {
    return new ChunkView(UUID.randomUUID(), 0, Optional.empty(), 0, 4, "", "text");
  }

  private static DocumentView with(DocumentView view, DocumentStatus status) {
    return new DocumentView(
        view.id(),
        view.name(),
        view.mediaType(),
        view.bytes(),
        view.sha256(),
        status,
        2,
        Optional.empty(),
        view.tags(),
        view.createdAt(),
        THEN);
  }

  private record Kept(Tenant tenant, DocumentView view, UUID contentId) {}
}
