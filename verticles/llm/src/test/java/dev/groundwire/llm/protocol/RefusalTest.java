package dev.groundwire.llm.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.FailureCode;
import dev.groundwire.llm.dispatch.AttemptFailure;
import dev.groundwire.llm.dispatch.AttemptFailure.Kind;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalTest {
  @ParameterizedTest
  @CsvSource({
    "400, '', REQUEST_REFUSED",
    "204, '', PROVIDER_REFUSES",
    "302, '', PROVIDER_REFUSES",
    "405, '', PROVIDER_REFUSES",
    "407, '', PROVIDER_REFUSES",
    "410, '', PROVIDER_REFUSES",
    "421, '', PROVIDER_REFUSES",
    "413, '', NOT_HERE",
    "422, '', REQUEST_REFUSED",
    "401, '', PROVIDER_REFUSES",
    "402, '', PROVIDER_REFUSES",
    "403, '', PROVIDER_REFUSES",
    "404, '', PROVIDER_REFUSES",
    "408, '', PROVIDER_FAILED",
    "429, '', PROVIDER_LIMITS",
    "429, '{\"error\":{\"code\":\"insufficient_quota\"}}', PROVIDER_REFUSES",
    "500, '', PROVIDER_FAILED",
    "503, '', PROVIDER_FAILED",
    "529, '', PROVIDER_FAILED"
  })
  void tellsWhoseFaultAStatusIs(int status, String said, Kind kind) {
    assertThat(Refusal.ofStatus(status, said, Optional.empty(), Optional.empty()).kind())
        .isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "rate_limit_error too many, PROVIDER_LIMITS",
    "insufficient_quota, PROVIDER_REFUSES",
    "authentication_error, PROVIDER_REFUSES",
    "overloaded_error Overloaded, PROVIDER_FAILED",
    "api_error Internal, PROVIDER_FAILED",
    "invalid_request_error prompt is too long, REQUEST_REFUSED",
    "content_filter, REQUEST_REFUSED",
    "'', PROVIDER_FAILED"
  })
  void tellsWhoseFaultAnErrorInAStreamIs(String said, Kind kind) {
    assertThat(Refusal.inStream(said).kind()).isEqualTo(kind);
  }

  @Test
  void saysWhatToDoAboutTooLongQuestions() {
    AttemptFailure failure =
        Refusal.ofStatus(
            400, "{\"code\":\"context_length_exceeded\"}", Optional.empty(), Optional.empty());
    assertThat(failure.code()).isEqualTo(FailureCode.INVALID_REQUEST);
    assertThat(failure.message()).contains("shorter question");
  }

  @Test
  void saysWhatToDoAboutAnotherServer() {
    assertThat(Refusal.ofStatus(301, "", Optional.empty(), Optional.empty()).message())
        .isEqualTo("The model provider answered with 301; check its base_url.");
  }
}
