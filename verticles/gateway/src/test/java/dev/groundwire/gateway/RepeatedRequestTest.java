package dev.groundwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.platform.redis.RedisConfig;
import dev.groundwire.platform.redis.RedisLink;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import dev.groundwire.testing.redis.RedisFixture;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A request with an {@code Idempotency-Key} happens once, whichever of two nodes it comes to. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RepeatedRequestTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final RedisFixture REDIS = new RedisFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  @Order(GatewayFixture.LAST)
  @RegisterExtension
  static final GatewayPair NODES = new GatewayPair(POSTGRES, REDIS, VERTX, List.of());

  private static final String CONVERSATIONS = "/api/v1/workspaces/default/conversations";
  private static final String DOCUMENTS = "/api/v1/workspaces/default/documents";
  private static final String JOBS = "/api/v1/jobs";

  private final TestClient one = NODES.one(GatewayFixture.KEY);
  private final TestClient other = NODES.other(GatewayFixture.KEY);
  private final String key = UUID.randomUUID().toString();

  @BeforeEach
  void redisIsThere() throws Exception {
    REDIS.server().start();
    NODES.awaitRedis(true);
    NODES.rooms.jobs.full = false;
  }

  private static HttpResponse<String> post(
      TestClient client, String key, String path, String json) {
    return client.send(
        client
            .request(path)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(json)));
  }

  private static boolean isReplayed(HttpResponse<?> response) {
    return response.headers().firstValue("Idempotency-Replayed").equals(Optional.of("true"));
  }

  private static String text() {
    return "{\"text\":\"" + UUID.randomUUID() + "\"}";
  }

  @Test
  void aRepeatAtTheOtherNodeGetsTheSameResponse() {
    int before = NODES.rooms.registered.size();
    String body = text();
    HttpResponse<String> first = post(one, key, DOCUMENTS, body);
    HttpResponse<String> again = post(other, key, DOCUMENTS, body);
    assertThat(first.statusCode()).isEqualTo(202);
    assertThat(isReplayed(first)).isFalse();
    assertThat(again.statusCode()).isEqualTo(202);
    assertThat(isReplayed(again)).isTrue();
    assertThat(again.body()).isEqualTo(first.body());
    for (String header : List.of("Location", "Content-Type", "Cache-Control")) {
      assertThat(again.headers().firstValue(header))
          .isPresent()
          .isEqualTo(first.headers().firstValue(header));
    }
    assertThat(NODES.rooms.registered).hasSize(before + 1);
  }

  @Test
  void withoutAKeyEveryRequestHappens() {
    String first = one.post(CONVERSATIONS, "{}").body();
    assertThat(one.post(CONVERSATIONS, "{}").body()).isNotEqualTo(first);
  }

  @Test
  void ofManyAtOnceOneHappens() {
    int before = NODES.rooms.registered.size();
    String body = text();
    List<HttpResponse<String>> all =
        IntStream.range(0, 24)
            .parallel()
            .mapToObj(each -> post(each % 2 == 0 ? one : other, key, DOCUMENTS, body))
            .toList();
    assertThat(NODES.rooms.registered).hasSize(before + 1);
    assertThat(all)
        .allSatisfy(response -> assertThat(response.statusCode()).isIn(202, 409))
        .filteredOn(response -> response.statusCode() == 202 && !isReplayed(response))
        .hasSize(1);
    assertThat(
            all.stream()
                .filter(response -> response.statusCode() == 202)
                .map(HttpResponse::body)
                .distinct())
        .hasSize(1);
  }

  @Test
  void anotherCallersKeyIsAnotherOne() {
    HttpResponse<String> ours = post(one, key, CONVERSATIONS, "{}");
    HttpResponse<String> theirs =
        post(NODES.other(GatewayFixture.RIVAL_KEY), key, CONVERSATIONS, "{}");
    assertThat(theirs.statusCode()).isEqualTo(201);
    assertThat(isReplayed(theirs)).isFalse();
    assertThat(theirs.body()).isNotEqualTo(ours.body());
  }

  @Test
  void onAnotherPathItIsAnotherKey() {
    post(one, key, CONVERSATIONS, "{}");
    assertThat(isReplayed(post(one, key, JOBS, "{\"kind\":\"cleanup\"}"))).isFalse();
  }

  @Test
  void aKeyIsOfOneRequestOnly() {
    post(one, key, CONVERSATIONS, "{\"title\":\"a\"}");
    HttpResponse<String> refused = post(other, key, CONVERSATIONS, "{\"title\":\"b\"}");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(TestClient.json(refused).get("type").asText()).endsWith("unprocessable");
    assertThat(isReplayed(post(other, key, CONVERSATIONS, "{\"title\":\"a\"}"))).isTrue();
  }

  @Test
  void aStringAndTheSameBareAreOneKey() {
    post(one, key, CONVERSATIONS, "{}");
    assertThat(isReplayed(post(other, '"' + key + '"', CONVERSATIONS, "{}"))).isTrue();
  }

  @Test
  void unreadableKeysAreRefused() {
    for (String bad : List.of("", "\"open", "a b", "\"\"", "x".repeat(256))) {
      assertThat(post(one, bad, CONVERSATIONS, "{}").statusCode()).as(bad).isEqualTo(400);
    }
    assertThat(post(one, "x".repeat(255), CONVERSATIONS, "{}").statusCode()).isEqualTo(201);
  }

  @Test
  void aRefusalIsRepeatedAsWell() {
    HttpResponse<String> refused = post(one, key, CONVERSATIONS, "{\"name\":\"a\"}");
    assertThat(refused.statusCode()).isEqualTo(400);
    HttpResponse<String> again = post(other, key, CONVERSATIONS, "{\"name\":\"a\"}");
    assertThat(again.statusCode()).isEqualTo(400);
    assertThat(isReplayed(again)).isTrue();
    assertThat(again.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(again.body()).isEqualTo(refused.body());
  }

  @Test
  void whatWasRefusedForTheMomentIsTriedAgain() {
    NODES.rooms.jobs.full = true;
    String job = "{\"kind\":\"cleanup\",\"workspace\":\"default\"}";
    assertThat(post(one, key, JOBS, job).statusCode()).isIn(429, 503);
    NODES.rooms.jobs.full = false;
    HttpResponse<String> tried = post(other, key, JOBS, job);
    assertThat(tried.statusCode()).isEqualTo(202);
    assertThat(isReplayed(tried)).isFalse();
    assertThat(isReplayed(post(one, key, JOBS, job))).isTrue();
  }

  @Test
  void filesAreTakenOnce() {
    Multipart files = new Multipart().file("a.txt", UUID.randomUUID().toString());
    int before = NODES.rooms.registered.size();
    HttpResponse<String> first = upload(one, files);
    HttpResponse<String> again = upload(other, files);
    assertThat(first.statusCode()).isEqualTo(202);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(isReplayed(again)).isTrue();
    assertThat(NODES.rooms.registered).hasSize(before + 1);
    HttpResponse<String> longer = upload(other, files.file("b.txt", "more"));
    assertThat(longer.statusCode()).isEqualTo(422);
  }

  @Test
  void ofALargeResponseOnlyThatItWasSentIsKept() {
    Multipart files = new Multipart();
    for (int i = 0; i < 4; i++) {
      files.file("name-".repeat(30) + i + ".txt", UUID.randomUUID().toString());
    }
    HttpResponse<String> first = upload(one, files);
    assertThat(first.statusCode()).isEqualTo(202);
    assertThat(first.body().length()).isGreaterThan(GatewayPair.LARGEST);
    HttpResponse<String> again = upload(other, files);
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(again.headers().firstValue("Retry-After")).isEmpty();
    assertThat(TestClient.json(again).get("detail").asText()).contains("202").contains("not kept");
  }

  private HttpResponse<String> upload(TestClient client, Multipart files) {
    return client.send(
        client.multipart(DOCUMENTS, files.publisher()).header("Idempotency-Key", key));
  }

  @Test
  void whileTheFirstIsUnderWayARepeatIsToldSoAndABrokenOneFreesItsKey() throws Exception {
    Multipart files = new Multipart().file("a.txt", UUID.randomUUID().toString());
    byte[] whole = files.whole();
    HttpResponse<String> waiting;
    try (Socket slow = begin(whole)) {
      do {
        waiting = upload(other, files);
      } while (waiting.statusCode() == 202); // it came first: the other one waits then
      assertThat(waiting.statusCode()).isEqualTo(409);
      assertThat(waiting.headers().firstValue("Retry-After")).isPresent();
      slow.setSoLinger(true, 0);
    }
    HttpResponse<String> tried = upload(other, files);
    while (tried.statusCode() == 409) {
      VERTX.vertx().timer(10, TimeUnit.MILLISECONDS).await();
      tried = upload(other, files);
    }
    assertThat(tried.statusCode()).isEqualTo(202);
  }

  /** All but the end, and the server is asked to say that it is there. */
  private Socket begin(byte[] whole) throws IOException {
    Socket slow = new Socket(InetAddress.getLoopbackAddress(), NODES.port(0));
    slow.setSoTimeout(20_000);
    String head =
        "POST %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nIdempotency-Key: %s\r\n"
                .formatted(DOCUMENTS, GatewayFixture.KEY, key)
            + "Expect: 100-continue\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
                .formatted(Multipart.CONTENT_TYPE, whole.length);
    slow.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    InputStream in = slow.getInputStream();
    assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 100");
    slow.getOutputStream().write(whole, 0, whole.length - 5);
    return slow;
  }

  @Test
  void withoutRedisEachNodeRemembersItsOwn() throws Exception {
    REDIS.server().kill();
    NODES.awaitRedis(false);
    HttpResponse<String> first = post(one, key, CONVERSATIONS, "{}");
    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(post(one, key, CONVERSATIONS, "{}").body()).isEqualTo(first.body());
    assertThat(isReplayed(post(other, key, CONVERSATIONS, "{}"))).isFalse();
  }

  @Test
  void redisNamesAndHoldsNothingThatCanBeRead() throws Exception {
    String title = "title-" + UUID.randomUUID();
    post(one, key, CONVERSATIONS, "{\"title\":\"" + title + "\"}");
    RedisLink link = RedisLink.open(VERTX.vertx(), redis(), new Random(1));
    while (!link.isUp()) {
      VERTX.vertx().timer(5, TimeUnit.MILLISECONDS).await();
    }
    Response names = ask(link, Request.cmd(Command.KEYS).arg("*"));
    assertThat(names.size()).isPositive();
    for (Response name : names) {
      assertThat(name.toString())
          .matches("groundwire:idempotency:[0-9a-f]{64}")
          .doesNotContain(key);
      assertThat(ask(link, Request.cmd(Command.GET).arg(name.toString())).toString())
          .doesNotContain(title)
          .doesNotContain("status");
    }
    link.close();
  }

  private static RedisConfig redis() {
    return new RedisConfig(
        REDIS.url(), null, Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofMillis(50), 8);
  }

  private static Response ask(RedisLink link, Request request) throws Exception {
    return link.call(List.of(request)).await(20, TimeUnit.SECONDS).getFirst();
  }
}
