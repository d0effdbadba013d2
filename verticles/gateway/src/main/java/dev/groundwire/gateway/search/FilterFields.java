package dev.groundwire.gateway.search;

import dev.groundwire.bus.retrieval.PassageFilter;
import dev.groundwire.gateway.http.JsonFields;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Reads {@code filter: {documentIds, tags, after, before}} of a body. */
public final class FilterFields {
  private FilterFields() {}

  /** In questions {@code documentIds} may also stand beside {@code filter}. */
  public static PassageFilter of(JsonFields body) {
    List<UUID> beside = body.ids("documentIds");
    Optional<JsonFields> filter = body.fields("filter", "documentIds", "tags", "after", "before");
    return filter
        .map(fields ->
            new PassageFilter(
                Stream.concat(beside.stream(), fields.ids("documentIds").stream()).toList(),
                fields.texts("tags"),
                fields.time("after"),
                fields.time("before")))
        .orElseGet(() -> new PassageFilter(beside, List.of(), Optional.empty(), Optional.empty()));
  }
}
