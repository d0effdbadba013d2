package dev.groundwire.embedding;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads what an endpoint answered, and believes nothing of it. */
final class EmbeddingsReply {
  /** Beyond any budget, and far from where sums of durations overflow. */
  private static final long LONGEST_SECONDS = 86_400;

  private static final String UNREADABLE =
      "The embedding endpoint answered something that is not a list of vectors.";

  private final int dimensions;
  private final Clock clock;

  EmbeddingsReply(int dimensions, Clock clock) {
    this.dimensions = dimensions;
    this.clock = clock;
  }

  /**
   * @param texts that were sent
   */
  CallOutcome read(int status, @Nullable String retryAfter, Buffer body, int texts) {
    return switch (status) {
      case 200 -> vectors(body, texts);
      case 400, 413, 422 ->
          CallOutcome.refused(
              FailureCode.UNPROCESSABLE, "The embedding endpoint refuses a text (" + status + ").");
      case 401, 403 ->
          CallOutcome.refused(
              FailureCode.UPSTREAM_FAILED,
              "The embedding endpoint refuses our key (" + status + "): check EMBEDDING_API_KEY.");
      case 429 ->
          new CallOutcome.Later(
              new BusFailure(
                  FailureCode.RATE_LIMITED, "The embedding endpoint limits our rate (429)."),
              pause(retryAfter));
      default ->
          status >= 500 || status == 408
              ? new CallOutcome.Later(
                  new BusFailure(
                      FailureCode.UPSTREAM_FAILED,
                      "The embedding endpoint fails (" + status + ")."),
                  pause(retryAfter))
              : CallOutcome.refused(
                  FailureCode.UPSTREAM_FAILED,
                  "The embedding endpoint answered "
                      + status
                      + ": check EMBEDDING_BASE_URL and EMBEDDING_MODEL.");
    };
  }

  /** Seconds or a date; zero when it is neither. */
  private Duration pause(@Nullable String header) {
    if (header == null) {
      return Duration.ZERO;
    }
    try {
      return Duration.ofSeconds(Math.clamp(Long.parseLong(header.strip()), 0, LONGEST_SECONDS));
    } catch (NumberFormatException notSeconds) {
      try {
        ZonedDateTime date =
            ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME);
        Duration wait = Duration.between(clock.instant(), date.toInstant());
        return wait.isNegative() ? Duration.ZERO : wait;
      } catch (DateTimeParseException neither) {
        return Duration.ZERO;
      }
    }
  }

  private CallOutcome vectors(Buffer body, int texts) {
    try {
      JsonArray items = body.toJsonObject().getJsonArray("data");
      float[][] vectors = new float[texts][];
      for (int i = 0; i < items.size(); i++) {
        JsonObject item = items.getJsonObject(i);
        JsonArray components = item.getJsonArray("embedding");
        if (components.size() != dimensions) {
          return CallOutcome.refused(
              FailureCode.UPSTREAM_FAILED,
              "The embedding endpoint's vectors have "
                  + components.size()
                  + " dimensions, not "
                  + dimensions
                  + ": check EMBEDDING_DIMENSIONS.");
        }
        vectors[item.getInteger("index", i)] = UnitVector.of(floats(components));
      }
      return Arrays.asList(vectors).contains(null)
          ? CallOutcome.later(FailureCode.UPSTREAM_FAILED, UNREADABLE)
          : new CallOutcome.Embedded(Arrays.asList(vectors));
    } catch (DecodeException
        | ClassCastException
        | NullPointerException
        | IndexOutOfBoundsException
        | IllegalArgumentException notWhatIsAgreed) {
      return CallOutcome.later(FailureCode.UPSTREAM_FAILED, UNREADABLE);
    }
  }

  private static float[] floats(JsonArray components) {
    float[] vector = new float[components.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = components.getFloat(i);
    }
    return vector;
  }
}
