package dev.groundwire.gateway.idempotency;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.gateway.access.Caller;
import dev.groundwire.gateway.http.Sha256;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key and whose it is: another caller's, or that of another path, is another one. It is found by
 * a digest, which tells nothing about it, and seals what is kept under it.
 */
final class IdempotencyKey {
  private static final String HEADER = "Idempotency-Key";

  /** A string of RFC 9651, as the draft has it, or the same bare, as most clients send it. */
  private static final Pattern ACCEPTED =
      Pattern.compile(
          "\"((?:[\\x20-\\x21\\x23-\\x5b\\x5d-\\x7e]|\\\\[\"\\\\]){1,255})\"|([\\w.~:/+=-]{1,255})");

  private final String scope;
  private final String key;

  private IdempotencyKey(String scope, String key) {
    this.scope = scope;
    this.key = key;
  }

  /** Empty for a request that may happen as often as it comes. */
  static Optional<IdempotencyKey> of(RoutingContext http) {
    HttpServerRequest request = http.request();
    if (!request.headers().contains(HEADER)) {
      return Optional.empty();
    }
    List<String> given = request.headers().getAll(HEADER);
    Matcher key = ACCEPTED.matcher(given.getFirst().strip());
    if (given.size() > 1 || !key.matches()) {
      throw new BusFailure(
          FailureCode.INVALID_REQUEST,
          HEADER
              + " is not one of 1 to 255 visible characters, such as"
              + " \"8e03978e-40d5-43dd-bc93-6894a57f9324\".");
    }
    return Optional.of(
        new IdempotencyKey(scopeOf(http), key.group(1) == null ? key.group(2) : key.group(1)));
  }

  private static String scopeOf(RoutingContext http) {
    Caller caller = Caller.of(http);
    return Sha256.hex(
        caller.organizationId().toString(),
        caller.keyName().orElse(""),
        http.request().method().name(),
        http.normalizedPath());
  }

  /** What it is claimed by. */
  String name() {
    return "idempotency:" + Sha256.hex("name", scope, key);
  }

  /** Seals what is kept: who reads the store without having had the key learns nothing. */
  Seal seal() {
    return new Seal(Sha256.of("seal", scope, key));
  }
}
