package dev.groundwire.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.retrieval.FindPassages;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FairAnswersTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  @Test
  void answersAFewQuestionsAsIfTheManyOfAnotherWereFew() throws TimeoutException {
    ChatRoom room = new ChatRoom(VERTX, POSTGRES);
    room.restart(ChatRoom.config(1, 600, ChatRoom.LONG, ChatRoom.LONG));
    Promise<Void> gate = Promise.promise();
    room.others().searchesAfter(gate.future());
    Tenant busy = POSTGRES.newTenant();
    Tenant quiet = POSTGRES.newTenant();
    List<UUID> many = new ArrayList<>();
    for (int asked = 0; asked < 500; asked++) {
      many.add(room.ask(busy, "What do cats do?"));
    }
    List<UUID> few = new ArrayList<>();
    for (int asked = 0; asked < 5; asked++) {
      few.add(room.ask(quiet, "What do dogs do?"));
    }
    gate.complete();
    few.forEach(answer -> assertThat(room.watch(quiet, answer)).isNotEmpty());
    many.forEach(answer -> assertThat(room.watch(busy, answer)).isNotEmpty());
    List<Tenant> served = room.others().searches().stream().map(FindPassages::tenant).toList();
    assertThat(served).hasSize(505);
    assertThat(IntStream.range(0, served.size()).filter(at -> served.get(at).equals(quiet)))
        .allMatch(at -> at <= 11);
    room.close();
  }
}
