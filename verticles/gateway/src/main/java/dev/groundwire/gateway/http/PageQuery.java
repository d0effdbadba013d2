package dev.groundwire.gateway.http;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Page;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code ?limit=&cursor=} of lists. */
public final class PageQuery {
  private static final int DEFAULT_LIMIT = 50;
  private static final int LONGEST_CURSOR = 512;

  private PageQuery() {}

  public static Page of(RoutingContext http) {
    MultiMap query = http.queryParams();
    Optional<String> cursor = Optional.ofNullable(query.get("cursor"));
    if (cursor
        .filter(text -> text.isEmpty() || text.length() > LONGEST_CURSOR || !PlainText.isLine(text))
        .isPresent()) {
      throw new BusFailure(
          FailureCode.INVALID_REQUEST,
          "cursor is unknown; take the nextCursor of the part before, or leave it out.");
    }
    return new Page(limit(query.get("limit")), cursor);
  }

  private static int limit(@Nullable String text) {
    if (text == null) {
      return DEFAULT_LIMIT;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException notANumber) {
      throw new BusFailure(
          FailureCode.INVALID_REQUEST, "limit is not a number within 1.." + Page.MAX_LIMIT + ".");
    }
  }
}
