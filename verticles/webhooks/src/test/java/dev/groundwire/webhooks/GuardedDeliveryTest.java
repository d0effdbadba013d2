package dev.groundwire.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.webhooks.WebhookWithSecret;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import dev.groundwire.webhooks.WebhooksRoom.Settings;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Nobody gets the server to send where only the server can send. */
@Timeout(120)
class GuardedDeliveryTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  private static final String NAME = "hooks.example.com";
  private static final InetAddress PUBLIC = InetAddress.ofLiteral("93.184.215.14");
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  @TempDir static Path folder;
  private static Path keys;
  private static Path certificate;

  private final AtomicReference<List<InetAddress>> found = new AtomicReference<>(List.of(PUBLIC));
  private WebhooksRoom room;
  private Tenant tenant;
  private String deployment = "";

  @BeforeAll
  static void makeACertificateForTheName() throws IOException, InterruptedException {
    keys = folder.resolve("keys.p12");
    certificate = folder.resolve("certificate.pem");
    keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=" + NAME, "-ext", "SAN=dns:" + NAME);
    keytool("-exportcert", "-rfc", "-file", certificate.toString());
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(List.of(arguments));
    command.addAll(
        List.of("-keystore", keys.toString(), "-storepass", "changeit", "-alias", "subscriber"));
    Process made = new ProcessBuilder(command).inheritIO().start();
    assertThat(made.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(made.exitValue()).isZero();
  }

  @BeforeEach
  void open() {
    room = new WebhooksRoom(VERTX, POSTGRES.database(), folder);
    tenant = POSTGRES.newTenant();
  }

  @AfterEach
  void close() throws TimeoutException {
    VERTX.undeploy(deployment);
  }

  private NameLookup names() {
    return host -> Future.succeededFuture(found.get());
  }

  @Test
  void refusesPrivateAddressesAndPlainHttpWhenAWebhookIsMade() throws TimeoutException {
    deployment = room.open(Settings.patient().guarded());
    for (String url :
        List.of(
            "https://127.0.0.1/",
            "https://localhost/",
            "https://[::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://169.254.169.254/latest/meta-data/",
            "https://2130706433/",
            "http://93.184.215.14/",
            "ftp://93.184.215.14/",
            "https://user:password@93.184.215.14/",
            "https://93.184.215.14/#part",
            "/hooks")) {
      assertThatExceptionOfType(BusFailure.class)
          .as(url)
          .isThrownBy(() -> room.create(tenant, url, "*"))
          .withMessageStartingWith("url ");
    }
  }

  @Test
  void anAddressThatHasBecomePrivateIsNotSentTo() throws TimeoutException {
    deployment = room.open(Settings.patient().guarded().delays(List.of()), vertx -> names());
    try (Subscriber subscriber = Subscriber.open(VERTX.vertx())) {
      WebhookWithSecret webhook =
          room.create(tenant, "https://" + NAME + ":" + subscriber.port() + "/", "*");
      found.set(List.of(PUBLIC, LOOPBACK));
      room.fanOut(room.event(tenant, "a", 1));
      awaitError(webhook, "url leads to an address that is not public");
      assertThat(subscriber.received).isEmpty();
    }
  }

  @Test
  void connectsToTheCheckedAddressWhileTheCertificateIsOfTheName() throws TimeoutException {
    deployment = room.open(Settings.patient().authority(certificate), vertx -> names());
    found.set(List.of(LOOPBACK));
    try (Subscriber subscriber = subscriberWithCertificate()) {
      WebhookWithSecret webhook =
          room.create(tenant, "https://" + NAME + ":" + subscriber.port() + "/in?a=b", "*");
      room.fanOut(room.event(tenant, "a", 1));
      WebhooksRoom.await(() -> !subscriber.accepted().isEmpty());
      assertThat(subscriber.received.getFirst().header("host"))
          .isEqualTo(NAME + ":" + subscriber.port());
      assertThat(subscriber.received.getFirst().isSignedWith(webhook.secret())).isTrue();
    }
  }

  @Test
  void aCertificateOfAnotherNameIsRefused() throws TimeoutException {
    deployment =
        room.open(Settings.patient().authority(certificate).delays(List.of()), vertx -> names());
    found.set(List.of(LOOPBACK));
    try (Subscriber subscriber = subscriberWithCertificate()) {
      WebhookWithSecret webhook =
          room.create(tenant, "https://other.example.com:" + subscriber.port() + "/", "*");
      room.fanOut(room.event(tenant, "a", 1));
      awaitError(webhook, "other.example.com");
      assertThat(subscriber.received).isEmpty();
    }
  }

  @Test
  void triesTheNextAddressOfAName() throws TimeoutException {
    deployment = room.open(Settings.patient(), vertx -> names());
    found.set(List.of(InetAddress.ofLiteral("127.0.0.2"), LOOPBACK));
    try (Subscriber subscriber = Subscriber.open(VERTX.vertx())) {
      room.create(tenant, "http://" + NAME + ":" + subscriber.port() + "/", "*");
      room.fanOut(room.event(tenant, "a", 1));
      WebhooksRoom.await(() -> !subscriber.accepted().isEmpty());
    }
  }

  private static Subscriber subscriberWithCertificate() throws TimeoutException {
    return Subscriber.open(
        VERTX.vertx(),
        new HttpServerOptions()
            .setSsl(true)
            .setKeyCertOptions(new PfxOptions().setPath(keys.toString()).setPassword("changeit")));
  }

  private void awaitError(WebhookWithSecret webhook, String part) throws TimeoutException {
    WebhooksRoom.await(() ->
        room.deliveries(tenant, webhook.webhook().id()).stream()
            .anyMatch(delivery -> delivery.lastError().isPresent()));
    assertThat(room.deliveries(tenant, webhook.webhook().id()).getFirst().lastError())
        .hasValueSatisfying(error -> assertThat(error).contains(part));
  }
}
