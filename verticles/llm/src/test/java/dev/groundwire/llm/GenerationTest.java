package dev.groundwire.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.testing.VertxFixture;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GenerationTest {
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  @Test
  void isNotOverBeforeItsFailureWasTold() {
    Generation generation =
        new Generation(
            VERTX.vertx(),
            Settings.llm(Settings.openAi("http://127.0.0.1:1/v1"), 1, Duration.ofMinutes(1)),
            0);
    generation.append("Half");
    generation.fail(new BusFailure(FailureCode.UPSTREAM_FAILED, "broken off"));
    assertThat(generation.take().text()).isEqualTo("Half");
    assertThat(generation.isOver()).isFalse();
    assertThatThrownBy(generation::take).hasMessage("broken off");
    assertThat(generation.isOver()).isTrue();
  }
}
