package dev.groundwire.retrieval.index;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.retrieval.PassageFilter;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Small documents and questions for the contract. */
final class Samples {
  static final Instant CREATED = Instant.parse("2026-03-01T12:00:00.000001Z");

  private Samples() {}

  static Iterator<List<IndexedChunk>> pages(IndexedChunk... chunks) {
    return List.of(List.of(chunks)).iterator();
  }

  static Tenant newTenant() {
    return new Tenant(UUID.randomUUID(), UUID.randomUUID());
  }

  static IndexedDocument document(Tenant tenant, int version) {
    return new IndexedDocument(
        tenant,
        UUID.randomUUID(),
        version,
        "employee_handbook.pdf",
        Optional.of("en"),
        List.of(),
        CREATED);
  }

  static IndexedDocument document(Tenant tenant, UUID id) {
    return new IndexedDocument(tenant, id, 1, "x", Optional.empty(), List.of(), CREATED);
  }

  static IndexedDocument document(Tenant tenant, Instant created, List<String> tags) {
    return new IndexedDocument(tenant, UUID.randomUUID(), 1, "x", Optional.of("en"), tags, created);
  }

  static IndexedDocument version(IndexedDocument document, int version) {
    return new IndexedDocument(
        document.tenant(),
        document.documentId(),
        version,
        document.name(),
        document.language(),
        document.tags(),
        document.createdAt());
  }

  static IndexedChunk chunk(String text) {
    return new IndexedChunk(UUID.randomUUID(), "", text, Optional.empty());
  }

  static IndexedChunk chunk(String text, ModelVector vector) {
    return new IndexedChunk(UUID.randomUUID(), "", text, Optional.of(vector));
  }

  /** Of length 1 in that direction. */
  static ModelVector vector(String model, float x, float y) {
    float length = (float) Math.sqrt(x * x + y * y);
    return new ModelVector(model, new float[] {x / length, y / length});
  }

  static IndexQuery nearest(Tenant tenant, ModelVector vector) {
    return new IndexQuery(
        tenant, PassageFilter.NONE, Set.of(), 10, Optional.of(vector), Optional.empty());
  }

  static IndexQuery words(Tenant tenant, String words) {
    return new IndexQuery(
        tenant, PassageFilter.NONE, Set.of(), 10, Optional.empty(), Optional.of(words));
  }

  static PassageFilter filter(
      List<UUID> documents, List<String> tags, @Nullable Instant after, @Nullable Instant before) {
    return new PassageFilter(
        documents, tags, Optional.ofNullable(after), Optional.ofNullable(before));
  }
}
