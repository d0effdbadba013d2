package dev.groundwire.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.Tenant;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import dev.groundwire.webhooks.Subscriber.Received;
import dev.groundwire.webhooks.WebhooksRoom.Settings;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Several nodes send what is in one database. */
@Timeout(120)
class SharedDispatchTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  @TempDir static Path folder;

  private WebhooksRoom room;
  private Subscriber subscriber;
  private Tenant tenant;
  private String one = "";
  private String other = "";

  @BeforeEach
  void open() throws TimeoutException {
    room = new WebhooksRoom(VERTX, POSTGRES.database(), folder);
    one = room.open(Settings.patient());
    other = room.open(Settings.patient());
    subscriber = Subscriber.open(VERTX.vertx());
    tenant = POSTGRES.newTenant();
  }

  @AfterEach
  void close() throws TimeoutException {
    VERTX.undeploy(one);
    VERTX.undeploy(other);
    subscriber.close();
  }

  @Test
  void twoNodesKeepTheOrderOfEachKeyAndSendNothingTwice() throws TimeoutException {
    room.create(tenant, subscriber.url(), "*");
    List<String> keys = List.of("a", "b", "c", "d");
    for (int number = 1; number <= 25; number++) {
      for (String key : keys) {
        room.fanOut(room.event(tenant, key, number));
      }
    }
    WebhooksRoom.await(() -> subscriber.received.size() >= 100);
    assertThat(subscriber.received.stream().map(each -> each.header("webhook-id")))
        .hasSize(100)
        .doesNotHaveDuplicates();
    for (String key : keys) {
      assertThat(
              subscriber.received.stream()
                  .filter(each -> each.key().equals(key))
                  .map(Received::place))
          .isEqualTo(IntStream.rangeClosed(1, 25).mapToObj(number -> key + ":" + number).toList());
    }
  }

  @Test
  void whatANodeThatDiedHadTakenUpIsSentByAnother() throws TimeoutException {
    UUID webhook = room.create(tenant, subscriber.url(), "*").webhook().id();
    lock(webhook, true);
    room.fanOut(room.event(tenant, "a", 1));
    room.fanOut(room.event(tenant, "a", 2));
    takenUp("interval '1 hour'");
    lock(webhook, false);
    room.fanOut(room.event(tenant, "b", 1));
    WebhooksRoom.await(() -> subscriber.accepted().equals(List.of("b:1")));
    takenUp("interval '-1 second'");
    WebhooksRoom.await(() -> subscriber.accepted().equals(List.of("b:1", "a:1", "a:2")));
  }

  /** Keeps the nodes from sending anything yet, by an open breaker. */
  private void lock(UUID webhook, boolean locked) {
    update(
        "UPDATE webhook SET open_until = CASE WHEN $2 THEN now() + interval '1 hour' END"
            + " WHERE id = $1",
        Tuple.of(webhook, locked));
  }

  private void takenUp(String until) {
    update(
        "UPDATE webhook_delivery SET leased_by = gen_random_uuid(), leased_until = now() + "
            + until
            + " WHERE organization_id = $1 AND key = 'a' AND key_seq = 1",
        Tuple.of(tenant.organizationId()));
  }

  private void update(String statement, Tuple parameters) {
    assertThat(POSTGRES.database().<Integer>asSystem(tx -> Rows.update(tx, statement, parameters)))
        .isEqualTo(1);
  }
}
