package dev.groundwire.platform.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepeatedRequestsTest {
  private static final String ADDRESS = "room.find-thing";

  private final Vertx vertx = Vertx.vertx();
  private final RepeatedRequests requests = new RepeatedRequests(vertx.eventBus());
  private final BlockingQueue<Message<Object>> asked = new LinkedBlockingQueue<>();

  @BeforeEach
  void listen() {
    vertx.eventBus().<Object>consumer(ADDRESS, asked::add).completion().await();
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  private Future<Message<Object>> ask(long deadlineMillis) {
    return requests.request(
        ADDRESS, "which?", new DeliveryOptions().setSendTimeout(deadlineMillis));
  }

  private Message<Object> next() throws InterruptedException {
    Message<Object> message = asked.poll(20, TimeUnit.SECONDS);
    assertThat(message).as("a request").isNotNull();
    return Objects.requireNonNull(message);
  }

  @Test
  void whatALostNodeHadIsAnsweredByAnother() throws Exception {
    Future<Message<Object>> answer = ask(20_000);
    next(); // and lost with its node
    requests.askAgain();
    next().reply("this");
    assertThat(answer.await(20, TimeUnit.SECONDS).body()).isEqualTo("this");
  }

  @Test
  void theFirstAnswerCounts() throws Exception {
    Future<Message<Object>> answer = ask(20_000);
    Message<Object> first = next();
    requests.askAgain();
    Message<Object> second = next();
    second.fail(1, "I have just begun");
    first.reply("this");
    assertThat(answer.await(20, TimeUnit.SECONDS).body()).isEqualTo("this");
  }

  @Test
  void failsWhenNobodyIsLeftToAnswer() throws Exception {
    Future<Message<Object>> answer = ask(20_000);
    Message<Object> first = next();
    requests.askAgain();
    first.fail(1, "no");
    next().fail(2, "neither");
    assertThatThrownBy(() -> answer.await(20, TimeUnit.SECONDS)).hasMessage("neither");
  }

  @Test
  void whatIsAnsweredIsNotAskedAgain() throws Exception {
    Future<Message<Object>> answer = ask(20_000);
    next().reply("this");
    answer.await(20, TimeUnit.SECONDS);
    requests.askAgain();
    vertx.eventBus().request(ADDRESS, "a later one");
    assertThat(next().body()).isEqualTo("a later one");
  }
}
