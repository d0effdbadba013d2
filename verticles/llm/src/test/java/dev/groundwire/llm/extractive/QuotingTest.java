package dev.groundwire.llm.extractive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.llm.Evidence;
import dev.groundwire.llm.protocol.DirectRoom;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.testing.VertxFixture;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import java.util.AbstractList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class QuotingTest {
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  /** Tells whether it was read on an event loop. */
  private static final class WatchedEvidence extends AbstractList<Evidence> {
    private final AtomicBoolean isReadOnLoop = new AtomicBoolean();

    @Override
    public Evidence get(int index) {
      isReadOnLoop.compareAndSet(false, Context.isOnEventLoopThread());
      return new Evidence(1, "handbook.md", "Employees get 28 vacation days a year.", 0.9);
    }

    @Override
    public int size() {
      return 1;
    }
  }

  @Test
  void readsTheEvidenceAsideAndAnswersOnTheLoop() throws TimeoutException {
    String embedding = VERTX.deploy(new BagOfWords());
    WatchedEvidence evidence = new WatchedEvidence();
    Promise<List<Piece>> answered = Promise.promise();
    Promise<Boolean> onLoop = Promise.promise();
    VERTX
        .vertx()
        .runOnContext(start ->
            new Quoting(VERTX.vertx(), new Bus(VERTX.vertx()), DirectRoom.EXTRACTIVE, true)
                .answer("How many vacation days do employees get?", evidence)
                .onComplete(done -> onLoop.complete(Context.isOnEventLoopThread()))
                .onComplete(answered));
    assertThat(answered.future().await(30, TimeUnit.SECONDS)).isNotEmpty();
    assertThat(onLoop.future().await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(evidence.isReadOnLoop).isFalse();
    VERTX.undeploy(embedding);
  }
}
