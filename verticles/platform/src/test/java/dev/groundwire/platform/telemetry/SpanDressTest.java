package dev.groundwire.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanKind;
import org.junit.jupiter.api.Test;

class SpanDressTest {
  @Test
  void tellsOnlyTheServerOfAnAddressThatWeCall() {
    assertThat(told("https://hooks.example.com/services/T0/SECRET?key=SECRET", SpanKind.CLIENT))
        .isEqualTo("https://hooks.example.com");
    assertThat(told("http://user:SECRET@127.0.0.1:8080/hooks#SECRET", SpanKind.CLIENT))
        .isEqualTo("http://127.0.0.1:8080");
    assertThat(told("https://api.example.com?key=SECRET", SpanKind.CLIENT))
        .isEqualTo("https://api.example.com");
  }

  @Test
  void keepsThePathOfOurOwnAddressesWithoutQueryAndUser() {
    assertThat(told("http://key:SECRET@127.0.0.1:8080/api/v1/documents?q=SECRET", SpanKind.SERVER))
        .isEqualTo("http://127.0.0.1:8080/api/v1/documents");
    assertThat(told("http://127.0.0.1:8080/v1/models", SpanKind.SERVER))
        .isEqualTo("http://127.0.0.1:8080/v1/models");
  }

  private static String told(String address, SpanKind kind) {
    return SpanDress.told(address, kind);
  }
}
