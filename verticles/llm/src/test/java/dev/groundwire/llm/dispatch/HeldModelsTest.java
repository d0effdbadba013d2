package dev.groundwire.llm.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.llm.HeldModel;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a provider asks of one node, the others do too. */
class HeldModelsTest {
  private final Bench asked = new Bench(Bench.config(), Bench.provider("p", 1, 2, "m"));
  private final Bench other = new Bench(Bench.config(), Bench.provider("p", 1, 2, "m"));

  private void limit(Duration wait) {
    asked.submit(Bench.ONE).attempt().fail(AttemptFailure.Kind.PROVIDER_LIMITS, Optional.of(wait));
  }

  @Test
  void isToldOnceAndKnownUntilItIsOver() {
    limit(Duration.ofSeconds(20));
    assertThat(asked.held).containsExactly(new HeldModel("p", "m-at-p", 20_000));
    asked.timing.pass(5_000);
    assertThat(asked.dispatcher.held()).containsExactly(new HeldModel("p", "m-at-p", 15_000));
    asked.timing.pass(15_000);
    assertThat(asked.dispatcher.held()).isEmpty();
  }

  @Test
  void anotherNodeLeavesTheModelAloneAsLong() {
    limit(Duration.ofSeconds(20));
    asked.held.forEach(other.dispatcher::hold);
    ScriptedJob job = other.submit(Bench.ONE);
    other.timing.pass(19_000);
    assertThat(job.isStarted()).isFalse();
    other.timing.pass(2_000);
    assertThat(job.isStarted()).isTrue();
    assertThat(other.held).as("told on").isEmpty();
  }

  @Test
  void aModelThatIsNotServedHereIsNobodys() {
    other.dispatcher.hold(new HeldModel("q", "m-at-q", 20_000));
    assertThat(other.submit(Bench.ONE).isStarted()).isTrue();
  }
}
