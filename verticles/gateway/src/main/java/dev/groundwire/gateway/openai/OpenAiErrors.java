package dev.groundwire.gateway.openai;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.RecordJson;
import dev.groundwire.gateway.http.ErrorShape;
import dev.groundwire.gateway.http.HttpRefusal;
import dev.groundwire.gateway.http.Problem;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Failures as OpenAI's clients know them, which choose their exception by the status. */
public final class OpenAiErrors implements ErrorShape {
  private static final String PARAM = "param";
  private static final String CODE = "code";
  private static final String INVALID = "invalid_request_error";

  /** A field that no such request can have. */
  static HttpRefusal invalid(String param, String message) {
    return new HttpRefusal(400, message, Map.of(), Map.of(PARAM, param, CODE, "invalid_value"));
  }

  /** Their clients would ask again for what somebody wanted no more. */
  static HttpRefusal cancelled() {
    return new HttpRefusal(
        409, "The answer was cancelled.", Map.of("X-Should-Retry", "false"), Map.of());
  }

  static HttpRefusal unknownModel(String model) {
    return new HttpRefusal(
        404,
        "There is no model \"" + model + "\"; GET /v1/models lists them.",
        Map.of(),
        Map.of(PARAM, "model", CODE, "model_not_found"));
  }

  /** Where nothing else than the model can be what was not found. */
  static Throwable asModel(Throwable failure, String model) {
    return failure instanceof BusFailure known && known.code() == FailureCode.NOT_FOUND
        ? unknownModel(model)
        : failure;
  }

  @Override
  public boolean covers(String path) {
    return path.startsWith("/v1/") || path.equals("/v1");
  }

  @Override
  public byte[] body(Problem problem) {
    return RecordJson.writeBytes(Body.of(problem));
  }

  /** For a stream that has begun, one line. */
  static String line(Problem problem) {
    return RecordJson.write(Body.of(problem));
  }

  private record Body(Details error) {
    static Body of(Problem problem) {
      return new Body(
          new Details(
              problem.detail(),
              typeOf(problem.status()),
              text(problem.members().get(PARAM)),
              codeOf(problem)));
    }

    private static @Nullable String text(@Nullable Object member) {
      return member == null ? null : member.toString();
    }

    private static String typeOf(int status) {
      return switch (status) {
        case 401 -> "authentication_error";
        case 403 -> "permission_error";
        case 409 -> "conflict_error";
        case 429 -> "rate_limit_error";
        default -> status >= 500 ? "server_error" : INVALID;
      };
    }

    private static @Nullable String codeOf(Problem problem) {
      String given = text(problem.members().get(CODE));
      if (given != null) {
        return given;
      }
      return switch (problem.status()) {
        case 401 -> "invalid_api_key";
        case 404 -> "not_found";
        case 429 -> "rate_limit_exceeded";
        default -> null;
      };
    }
  }

  private record Details(
      String message, String type, @Nullable String param, @Nullable String code) {}
}
