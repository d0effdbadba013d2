package dev.groundwire.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.llm.HeldModel;
import dev.groundwire.bus.llm.LimitsTold;
import dev.groundwire.bus.llm.LlmBus;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.testing.VertxFixture;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nodes hear of each other by what they tell. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class OtherNodesTest {
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private static final HeldModel HELD = new HeldModel("p", "m", 5_000);

  private final Bus bus = new Bus(VERTX.vertx());
  private final List<HeldModel> heard = new CopyOnWriteArrayList<>();
  private volatile long now = 1_000;

  private OtherNodes node(int number, boolean isAlone) {
    return new OtherNodes(VERTX.vertx(), bus, new UUID(0, number), isAlone, () -> now);
  }

  private static void until(BooleanSupplier done) throws TimeoutException {
    while (!done.getAsBoolean()) {
      VERTX.vertx().timer(5, TimeUnit.MILLISECONDS).await(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void countsThoseItHearsOfAndForgetsThoseThatAreSilent() throws TimeoutException {
    OtherNodes one = node(1, false);
    OtherNodes other = node(2, false);
    one.listen(List::of, heard::add).await(10, TimeUnit.SECONDS);
    assertThat(one.count()).isEqualTo(1);
    other.listen(List::of, held -> {}).await(10, TimeUnit.SECONDS);
    until(() -> one.count() == 2);
    one.close();
    other.close();
    now = 61_000;
    assertThat(one.count()).isEqualTo(1);
  }

  @Test
  void tellsOthersAndNotItself() throws TimeoutException {
    OtherNodes one = node(3, false);
    OtherNodes other = node(4, false);
    List<HeldModel> back = new CopyOnWriteArrayList<>();
    one.listen(List::of, heard::add).await(10, TimeUnit.SECONDS);
    other.listen(List::of, back::add).await(10, TimeUnit.SECONDS);
    other.tell(HELD);
    until(() -> heard.contains(HELD));
    assertThat(back).isEmpty();
    one.close();
    other.close();
  }

  @Test
  void oneThatIsAloneTellsNobody() throws TimeoutException {
    List<LimitsTold> told = new CopyOnWriteArrayList<>();
    bus.onHint(LlmBus.LIMITS_TOLD, told::add).await(10, TimeUnit.SECONDS);
    OtherNodes alone = node(5, true);
    alone.listen(() -> List.of(HELD), heard::add).await(10, TimeUnit.SECONDS);
    alone.tell(HELD);
    bus.hint(LlmBus.LIMITS_TOLD, new LimitsTold(new UUID(0, 6), List.of()));
    until(() -> told.stream().anyMatch(each -> each.node().equals(new UUID(0, 6))));
    assertThat(told).noneMatch(each -> each.node().equals(new UUID(0, 5)));
    assertThat(alone.count()).isEqualTo(1);
  }
}
