package dev.groundwire.gateway.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** Reads a JSON object from a request, up to a number of bytes. */
public final class JsonBody {
  private static final Pattern JSON =
      Pattern.compile("application/(json|[\\w.-]+\\+json)\\s*(;.*)?");
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final int maxBytes;
  private final Duration longest;

  /**
   * @param longest until the whole body has arrived
   */
  public JsonBody(int maxBytes, Duration longest) {
    this.maxBytes = maxBytes;
    this.longest = longest;
  }

  /**
   * Must be called before the request's first wait, or the body is gone by then.
   *
   * @param known every field that the body may have
   */
  public Future<JsonFields> read(RoutingContext http, String... known) {
    HttpServerRequest request = http.request();
    if (!isJson(request)) {
      throw new BusFailure(
          FailureCode.UNSUPPORTED_TYPE, "Send JSON, with Content-Type: application/json.");
    }
    return bytes(request).map(body -> parse(body, List.of(known)));
  }

  public static boolean isJson(HttpServerRequest request) {
    String type = request.getHeader("Content-Type");
    return type != null && JSON.matcher(type.toLowerCase(Locale.ROOT)).matches();
  }

  private Future<Buffer> bytes(HttpServerRequest request) {
    Promise<Buffer> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    request.exceptionHandler(
        brokenOff -> whole.tryFail(invalid("The body broke off before its end.")));
    request.endHandler(ignored -> whole.tryComplete(body));
    request.handler(chunk -> {
      if (body.length() + chunk.length() <= maxBytes) {
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
        FailureCode.TOO_LARGE,
        "The body is larger than " + maxBytes + " bytes (MAX_REQUEST_BYTES).");
  }

  private static JsonFields parse(Buffer body, List<String> known) {
    try {
      JsonNode tree = MAPPER.readTree(body.getBytes());
      if (tree instanceof ObjectNode object) {
        return new JsonFields("", object, known);
      }
      throw invalid("The body is not a JSON object such as {\"name\": \"value\"}.");
    } catch (JsonProcessingException unreadable) {
      JsonLocation at = unreadable.getLocation();
      throw invalid(
          "The body is not readable JSON"
              + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr())
              + ".");
    } catch (IOException notText) {
      throw invalid("The body is not text in UTF-8.");
    }
  }

  private static BusFailure invalid(String detail) {
    return new BusFailure(FailureCode.INVALID_REQUEST, detail);
  }
}
