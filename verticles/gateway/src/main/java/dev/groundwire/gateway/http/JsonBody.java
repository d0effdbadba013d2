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
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
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

  private final BodyBytes bytes;

  public JsonBody(BodyBytes bytes) {
    this.bytes = bytes;
  }

  /**
   * Must be called before the request's first wait, or the body is gone by then.
   *
   * @param known every field that the body may have
   */
  public Future<JsonFields> read(RoutingContext http, String... known) {
    return read(http).map(body -> parse(body, List.of(known)));
  }

  /** The same without looking into it. */
  public Future<Buffer> read(RoutingContext http) {
    if (!isJson(http.request())) {
      throw new BusFailure(
          FailureCode.UNSUPPORTED_TYPE, "Send JSON, with Content-Type: application/json.");
    }
    return bytes.read(http);
  }

  public static boolean isJson(HttpServerRequest request) {
    String type = request.getHeader("Content-Type");
    return type != null && JSON.matcher(type.toLowerCase(Locale.ROOT)).matches();
  }

  private static JsonFields parse(Buffer body, List<String> known) {
    return new JsonFields("", object(body), known);
  }

  /** The whole of it, for a protocol that is not ours, so that unknown fields are none of ours. */
  public static ObjectNode object(Buffer body) {
    try {
      JsonNode tree = MAPPER.readTree(body.getBytes());
      if (tree instanceof ObjectNode object) {
        return object;
      }
      throw invalid("The body is not a JSON object such as {\"name\": \"value\"}.");
    } catch (JsonProcessingException unreadable) {
      throw unreadable(unreadable);
    } catch (IOException notText) {
      throw invalid("The body is not text in UTF-8.");
    }
  }

  /** Says where. */
  public static BusFailure unreadable(JsonProcessingException why) {
    JsonLocation at = why.getLocation();
    return invalid(
        "The body is not readable JSON"
            + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr())
            + ".");
  }

  private static BusFailure invalid(String detail) {
    return new BusFailure(FailureCode.INVALID_REQUEST, detail);
  }
}
