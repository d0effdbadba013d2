package dev.groundwire.gateway.limits;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.groundwire.gateway.http.ApiRoute;
import io.vertx.core.http.HttpMethod;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Calls that are limited together. From the narrowest, which is asked first. */
public enum LimitedRoutes {
  ASK,
  SEARCH,
  UPLOAD,
  JOBS,
  COMPLETIONS,
  EMBEDDINGS,
  ALL;

  @JsonCreator
  static LimitedRoutes of(String text) {
    return Arrays.stream(values())
        .filter(routes -> routes.word().equals(text.strip().toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "gateway.rate_limits.route is not of "
                    + Arrays.stream(values())
                        .map(LimitedRoutes::word)
                        .collect(Collectors.joining(", "))
                    + ": "
                    + text));
  }

  /** Those of them that are among these. */
  public List<ApiRoute> covered(List<ApiRoute> routes) {
    return routes.stream().filter(this::cover).toList();
  }

  boolean cover(ApiRoute route) {
    return this == ALL
        || (route.method().equals(HttpMethod.POST) && posted().contains(route.path()));
  }

  private Set<String> posted() {
    return switch (this) {
      case ASK -> Set.of("/api/v1/workspaces/:ws/ask", "/api/v1/conversations/:id/messages");
      case SEARCH -> Set.of("/api/v1/workspaces/:ws/search");
      case UPLOAD -> Set.of("/api/v1/workspaces/:ws/documents");
      case JOBS -> Set.of("/api/v1/jobs");
      case COMPLETIONS -> Set.of("/v1/chat/completions");
      case EMBEDDINGS -> Set.of("/v1/embeddings");
      case ALL -> Set.of();
    };
  }

  /** Its name in configuration, headers and metrics. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
