package dev.groundwire.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FairQueueTest {
  private final Random random = new Random(3);
  private final FairQueue<Integer> queue = new FairQueue<>();
  private final List<UUID> workspaces = Stream.generate(UUID::randomUUID).limit(4).toList();

  private void fill(int count) {
    for (int waiting = 0; waiting < count; waiting++) {
      queue.add(workspaces.get(random.nextInt(workspaces.size())), waiting);
    }
  }

  private List<Integer> foretold() {
    List<Integer> order = new ArrayList<>();
    queue.positions((waiting, position) -> {
      order.add(waiting);
      assertThat(position).isEqualTo(order.size());
    });
    return order;
  }

  @Test
  void foretellsItsOrder() {
    fill(50);
    List<Integer> foretold = foretold();
    List<Integer> order = new ArrayList<>();
    while (queue.size() > 0) {
      order.add(queue.remove());
    }
    assertThat(order).hasSize(50).isEqualTo(foretold);
  }

  @Test
  void foretellsWhereTheNextOneWillStand() {
    for (int waiting = 0; waiting < 60; waiting++) {
      UUID workspace = workspaces.get(random.nextInt(workspaces.size()));
      int position = queue.nextPosition(workspace);
      queue.add(workspace, waiting);
      assertThat(foretold().get(position - 1)).isEqualTo(waiting);
      if (waiting % 3 == 0) {
        queue.remove();
      }
    }
  }

  @Test
  void forgetsWhoLeaves() {
    UUID workspace = workspaces.getFirst();
    queue.add(workspace, 1);
    queue.add(workspace, 2);
    queue.remove(workspace, 1);
    queue.remove(workspace, 1);
    queue.remove(workspaces.getLast(), 2);
    assertThat(foretold()).containsExactly(2);
    assertThat(queue.size()).isOne();
  }
}
