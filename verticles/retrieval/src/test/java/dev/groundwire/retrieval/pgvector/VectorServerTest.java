package dev.groundwire.retrieval.pgvector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwire.testing.PostgresFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class VectorServerTest {
  @RegisterExtension static final PostgresFixture WITHOUT = new PostgresFixture();
  @RegisterExtension static final PostgresFixture WITH = PostgresFixture.withVectors();

  @Test
  void saysWhatToDoWithoutTheExtension() {
    assertThatThrownBy(() -> VectorServer.prepare(WITHOUT.login().connectOptions()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("CREATE EXTENSION vector")
        .hasMessageContaining("RETRIEVAL_BACKEND=lucene");
  }

  @Test
  void mayBePreparedTwice() {
    VectorServer.prepare(WITH.login().connectOptions());

    assertThatCode(() -> VectorServer.prepare(WITH.login().connectOptions()))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesReleasesThatCannotSearchOnWithAFilter() {
    assertThatThrownBy(() -> VectorServer.check(ExtensionVersion.of("0.7.4")))
        .hasMessageContaining("0.7.4")
        .hasMessageContaining("ALTER EXTENSION vector UPDATE");
    assertThatCode(() -> VectorServer.check(ExtensionVersion.of("0.8.0")))
        .doesNotThrowAnyException();
  }

  @Test
  void comparesReleasesByNumber() {
    assertThat(ExtensionVersion.of("0.10.0")).isGreaterThan(ExtensionVersion.of("0.8.4"));
    assertThat(ExtensionVersion.of("1.0")).isGreaterThan(ExtensionVersion.of("0.9.9"));
  }
}
