package dev.groundwire.chat;

import static dev.groundwire.chat.ChatRoom.text;
import static dev.groundwire.chat.ChatRoom.types;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.chat.AnswerView;
import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.chat.DeleteConversation;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.bus.chat.StartConversation;
import dev.groundwire.bus.llm.TokenUsage;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

class RepeatedAnswerTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private static final String QUESTION = "What do cats do?";

  private ChatRoom room;

  @BeforeEach
  void deploy() throws TimeoutException {
    room = new ChatRoom(VERTX, POSTGRES);
    room.restart(ChatRoom.cached());
    room.others().says("Cats ", "sleep [1].");
  }

  @AfterEach
  void undeploy() throws TimeoutException {
    room.close();
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.MINUTES)
  void repeatsAnAnswerAsANewOne() {
    Tenant tenant = POSTGRES.newTenant();
    List<LogEntry> first = room.watch(tenant, room.ask(tenant, QUESTION));
    UUID answer;
    List<LogEntry> log;
    // An answer is kept for others soon after its end is told.
    do {
      answer = room.ask(tenant, QUESTION);
      log = room.watch(tenant, answer);
    } while (!log.getLast().data().contains("\"promptTokens\":0"));
    assertThat(types(log)).isEqualTo(types(first));
    assertThat(log.subList(4, 7)).isEqualTo(first.subList(4, 7));
    assertThat(log.get(2)).isEqualTo(first.get(2));
    assertThat(text(log)).isEqualTo("Cats sleep [1].");
    assertThat(log.getLast().data()).contains(answer.toString(), "\"model\":\"fake-model\"");
    AnswerView view = room.find(tenant, answer);
    assertThat(view.usage()).contains(new TokenUsage(0, 0));
    assertThat(view.citations()).hasSize(1);
    assertThat(view.sources()).hasSize(2);
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.MINUTES)
  void repeatsNothingOfADeletedConversation() {
    Tenant tenant = POSTGRES.newTenant();
    List<UUID> conversations = new ArrayList<>();
    do {
      StartConversation next = new StartConversation(tenant, "");
      conversations.add(room.ask(ChatBus.START_CONVERSATION, next).id());
    } while (!isRepeated(room.say(tenant, conversations.getLast(), QUESTION), tenant));
    for (UUID conversation : conversations) {
      room.ask(
          ChatBus.DELETE_CONVERSATION,
          new DeleteConversation(tenant.organizationId(), conversation));
    }
    assertThat(isRepeated(room.ask(tenant, QUESTION), tenant)).isFalse();
  }

  private boolean isRepeated(UUID answer, Tenant tenant) {
    return room.watch(tenant, answer).getLast().data().contains("\"promptTokens\":0");
  }
}
