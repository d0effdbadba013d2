package dev.groundwire.gateway.http;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads whole bodies, up to a number of bytes. */
public final class BodyBytes {
  private static final String SLOT = BodyBytes.class.getName();

  private final int most;
  private final String limit;
  private final Duration longest;

  /**
   * @param limit what the number of bytes is called where it is configured
   * @param longest until the whole body has arrived
   */
  public BodyBytes(int most, String limit, Duration longest) {
    this.most = most;
    this.limit = limit;
    this.longest = longest;
  }

  /** Gives a body that was read already to the route, for which it would be gone. */
  public static void keep(RoutingContext http, Buffer body) {
    http.put(SLOT, body);
  }

  /** To be called before the request's first wait, or when its body is kept. */
  public Future<Buffer> read(RoutingContext http) {
    Buffer kept = http.get(SLOT);
    return kept == null ? read(http.request()) : Future.succeededFuture(kept);
  }

  private Future<Buffer> read(HttpServerRequest request) {
    Promise<Buffer> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    request.exceptionHandler(brokenOff ->
        whole.tryFail(
            new BusFailure(FailureCode.INVALID_REQUEST, "The body broke off before its end.")));
    request.endHandler(ignored -> whole.tryComplete(body));
    request.handler(chunk -> {
      if (body.length() + chunk.length() <= most) {
        body.appendBuffer(chunk);
      } else {
        whole.tryFail(tooLarge());
      }
    });
    return whole
        .future()
        .timeout(longest.toMillis(), TimeUnit.MILLISECONDS)
        .recover(failure ->
            Future.failedFuture(
                failure instanceof TimeoutException ? HttpRefusal.tooSlow(longest) : failure));
  }

  private BusFailure tooLarge() {
    return new BusFailure(
        FailureCode.TOO_LARGE, "The body is larger than " + most + " bytes (" + limit + ").");
  }
}
