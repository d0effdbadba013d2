package dev.groundwire.gateway.http;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Ids as they stand in paths and bodies. */
public final class PathIds {
  /** Stricter than {@link UUID#fromString}, which takes {@code 1-1-1-1-1} as well. */
  private static final Pattern ID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private PathIds() {}

  /** The id in that path parameter; refused as {@code INVALID_REQUEST} when it is none. */
  public static UUID of(RoutingContext http, String parameter) {
    return parse(String.valueOf(http.pathParam(parameter)))
        .orElseThrow(() ->
            new BusFailure(
                FailureCode.INVALID_REQUEST,
                "The path's "
                    + parameter
                    + " is not an id such as"
                    + " 01980000-0000-7000-8000-000000000000."));
  }

  /** Empty when the text is no id. */
  public static Optional<UUID> parse(String text) {
    return ID.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
  }
}
