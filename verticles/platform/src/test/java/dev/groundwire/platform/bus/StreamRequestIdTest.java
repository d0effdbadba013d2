package dev.groundwire.platform.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.BusCodecs;
import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.chat.LogEntries;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.bus.chat.WatchAnswer;
import dev.groundwire.platform.telemetry.RequestScope;
import dev.groundwire.platform.telemetry.Trail;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class StreamRequestIdTest {
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final WatchAnswer ASKED = new WatchAnswer(UUID.randomUUID(), UUID.randomUUID(), 0);

  @Test
  void whatAStreamBringsBelongsToTheRequestThatOpenedIt() throws TimeoutException {
    Vertx vertx = Vertx.vertx();
    BusCodecs.register(vertx.eventBus());
    Asker asker = new Asker();
    vertx.deployVerticle(asker).await(20, TimeUnit.SECONDS);
    assertThat(asker.first.future().await(20, TimeUnit.SECONDS)).containsExactly("one", "one");
    assertThat(asker.second.future().await(20, TimeUnit.SECONDS)).containsExactly("two", "two");
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  @Test
  void whatAReaderDoesBelongsToTheRequestThatOpenedTheStream() throws TimeoutException {
    Vertx vertx = Vertx.vertx();
    BusCodecs.register(vertx.eventBus());
    Promise<String> cancelledFor = Promise.promise();
    vertx
        .deployVerticle(
            new VerticleBase() {
              @Override
              public Future<?> start() {
                Bus bus = new Bus(vertx);
                return bus.serve(
                        ChatBus.WATCH_ANSWER,
                        1,
                        (request, out) ->
                            out.onCancel(() ->
                                cancelledFor.complete(
                                    RequestScope.currentRequestId().orElse("none"))))
                    .onSuccess(ignored ->
                        Trail.of(RequestScope.of("one"))
                            .run(
                                context,
                                () ->
                                    bus.open(ChatBus.WATCH_ANSWER, ASKED, DEADLINE, IGNORING)
                                        .cancel()));
              }
            })
        .await(20, TimeUnit.SECONDS);
    assertThat(cancelledFor.future().await(20, TimeUnit.SECONDS)).isEqualTo("one");
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  private static final StreamReader<LogEntries> IGNORING =
      new StreamReader<>() {
        @Override
        public void item(LogEntries item) {}

        @Override
        public void end() {}

        @Override
        public void fail(BusFailure why) {}
      };

  private static final class Asker extends VerticleBase {
    private final Promise<List<String>> first = Promise.promise();
    private final Promise<List<String>> second = Promise.promise();

    @Override
    public Future<?> start() {
      Bus bus = new Bus(vertx);
      return bus.serve(
              ChatBus.WATCH_ANSWER,
              2,
              (request, out) -> {
                out.send(new LogEntries(List.of(new LogEntry(1, "delta", "{}"))));
                out.end();
              })
          .onSuccess(ignored -> {
            Trail.of(RequestScope.of("one")).run(context, () -> open(bus, first));
            Trail.of(RequestScope.of("two")).run(context, () -> open(bus, second));
          });
    }

    private static void open(Bus bus, Promise<List<String>> told) {
      List<String> ids = new ArrayList<>();
      bus.open(
          ChatBus.WATCH_ANSWER,
          ASKED,
          DEADLINE,
          new StreamReader<>() {
            @Override
            public void item(LogEntries item) {
              ids.add(RequestScope.currentRequestId().orElse("none"));
            }

            @Override
            public void end() {
              ids.add(RequestScope.currentRequestId().orElse("none"));
              told.complete(ids);
            }

            @Override
            public void fail(BusFailure why) {
              told.fail(why);
            }
          });
    }
  }
}
