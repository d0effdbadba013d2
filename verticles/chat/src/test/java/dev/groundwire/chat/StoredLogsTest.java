package dev.groundwire.chat;

import static dev.groundwire.chat.ChatRoom.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.bus.chat.WatchAnswer;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.testing.VertxFixture;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StoredLogsTest {
  /** More than are read at once. */
  private static final int MANY = 40;

  private static final List<LogEntry> LOG = List.of(new LogEntry(1, EntryJson.DONE, "{}"));

  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  /** Has the log of one answer; reading another one breaks. */
  private static final class Store extends VerticleBase {
    private final UUID known;

    Store(UUID known) {
      this.known = known;
    }

    @Override
    public Future<?> start() {
      StoredLogs logs =
          new StoredLogs(
              new AnswerLoop(context),
              (organization, answer) -> read(answer),
              story -> Thread.ofVirtual().start(story),
              UUID.randomUUID(),
              (owner, request, watch, over) -> over.run());
      return new Bus(vertx)
          .serve(
              ChatBus.WATCH_ANSWER,
              1_000,
              (request, out) ->
                  logs.follow(
                      request.organizationId(),
                      request.answerId(),
                      new Watch(out, request.after()),
                      true));
    }

    private Optional<StoredAnswer> read(UUID answer) {
      if (answer.equals(known)) {
        return Optional.of(new StoredAnswer(Optional.of(LOG), Optional.empty()));
      }
      throw new LinkageError("the log cannot be read");
    }
  }

  @Test
  void readsOnAfterReadingBroke() throws TimeoutException {
    UUID known = UUID.randomUUID();
    Followers followers = new Followers();
    VERTX.vertx().deployVerticle(followers).await(60, TimeUnit.SECONDS);
    VERTX.vertx().deployVerticle(new Store(known)).await(60, TimeUnit.SECONDS);
    List<Followers.Follower> broken = new ArrayList<>();
    for (int follower = 0; follower < MANY; follower++) {
      broken.add(followers.follow(new WatchAnswer(UUID.randomUUID(), UUID.randomUUID(), 0), 1));
    }
    Followers.Follower last = followers.follow(new WatchAnswer(UUID.randomUUID(), known, 0), 1);
    assertThat(broken)
        .allSatisfy(
            follower -> assertThat(refusal(follower::all).code()).isEqualTo(FailureCode.INTERNAL));
    assertThat(last.all()).isEqualTo(LOG);
  }
}
