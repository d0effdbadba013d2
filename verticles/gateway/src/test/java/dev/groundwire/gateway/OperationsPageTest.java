package dev.groundwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.platform.telemetry.Telemetry;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import dev.groundwire.testing.browser.ChromiumFixture;
import dev.groundwire.testing.browser.Key;
import dev.groundwire.testing.browser.Page;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code GROUNDWIRE_SCREENSHOTS} names a folder for pictures of what was seen. */
class OperationsPageTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  @RegisterExtension static final ChromiumFixture CHROMIUM = new ChromiumFixture();

  @RegisterExtension
  @Order(GatewayFixture.LAST)
  static final GatewayFixture GATEWAY = GatewayFixture.of(POSTGRES, VERTX);

  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final String FIRST_TROUBLE = "document.querySelector('.trouble')?.innerText";
  private static final AtomicInteger PARKED = new AtomicInteger();

  @BeforeAll
  static void count() {
    MeterRegistry meters = Telemetry.of(VERTX.vertx()).meters();
    Timer ask = timer(meters, "ask.request.latency");
    Timer first = timer(meters, "ask.time.to.first.token");
    for (int i = 0; i < 50; i++) {
      ask.record(Duration.ofMillis(300 + 12 * i));
      first.record(Duration.ofMillis(60 + 5 * i));
    }
    Counter.builder("ask.requests").tag("outcome", "done").register(meters).increment(50);
    Counter.builder("answer.tokens").tag("direction", "completion").register(meters).increment(9e3);
    gauge(meters, "answers", 3, "state", "generating");
    gauge(meters, "answers", 1, "state", "queued");
    for (String provider : List.of("cloud", "spare")) {
      gauge(meters, "provider.waiting", 2, "provider", provider);
      gauge(meters, "provider.waiting.oldest", 4, "provider", provider);
      gauge(meters, "provider.running", 8, "provider", provider);
      gauge(meters, "provider.admission.limit", 32, "provider", provider);
      gauge(meters, "provider.breaker.state", 0, "provider", provider, "model", "fast");
    }
    gauge(meters, "embedding.queue.depth", 120, "lane", "bulk");
    gauge(meters, "embedding.queue.oldest", 12, "lane", "bulk");
    gauge(meters, "inbox.waiting", 7, "handler", "ingestion.chunk-document");
    gauge(meters, "inbox.oldest", 3, "handler", "ingestion.chunk-document");
    gauge(meters, "outbox.pending", 0);
    gauge(meters, "documents", 812, "status", "ready");
    gauge(meters, "documents", 3, "status", "embedding");
    Gauge.builder("dead.letters", PARKED, AtomicInteger::get)
        .tag("state", "parked")
        .register(meters);
    gauge(meters, "process.resident.memory.bytes", 900e6);
    gauge(meters, "process.tree.resident.memory.bytes", 1.2e9);
    gauge(meters, "process.memory.limit.bytes", 4e9);
    gauge(meters, "data.folder.free.bytes", 60e9);
    gauge(meters, "data.folder.total.bytes", 100e9);
  }

  private static Timer timer(MeterRegistry meters, String name) {
    return Timer.builder(name)
        .serviceLevelObjectives(
            Duration.ofMillis(100),
            Duration.ofMillis(250),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5))
        .register(meters);
  }

  private static void gauge(MeterRegistry meters, String name, double value, String... tags) {
    Gauge.builder(name, () -> value).tags(tags).register(meters);
  }

  @AfterEach
  void recover() {
    GATEWAY.rooms.eventsUp = true;
    PARKED.set(0);
  }

  private static Page open(int width, int height) {
    Page page = CHROMIUM.newPage();
    page.resize(width, height);
    page.navigate("http://127.0.0.1:" + GATEWAY.port() + "/#/operations", PATIENCE);
    page.waitFor("document.querySelector('.tile-value')", PATIENCE);
    return page;
  }

  private static void picture(Page page, String name) throws IOException {
    Optional<Path> folder =
        Optional.ofNullable(System.getenv("GROUNDWIRE_SCREENSHOTS")).map(Path::of);
    if (folder.isPresent()) {
      page.screenshot(folder.get().resolve(name + ".png"));
    }
  }

  @Test
  void saysThatNothingNeedsAnybody() throws IOException {
    Page page = open(1280, 1500);
    page.waitFor(FIRST_TROUBLE + ".startsWith('Nothing needs you')", PATIENCE);
    assertThat(page.evaluate("document.querySelector('.tiles').innerText"))
        .asString()
        .contains("Questions", "/s", "ms", "3 generating");
    assertThat(page.evaluate("document.querySelector('#operations').innerText"))
        .asString()
        .contains("cloud", "ingestion.chunk-document", "812", "1.2\u00a0GB of 4.0\u00a0GB");
    assertThat(page.evaluate("document.title")).asString().contains("Operations");
    picture(page, "calm");
    assertThat(page.complaints()).isEmpty();
  }

  @Test
  void showsTheWorstFirstWhileItIsLookedAt() throws IOException {
    Page page = open(1280, 1500);
    PARKED.set(2);
    page.waitFor(FIRST_TROUBLE + ".includes('2 dead letters wait')", PATIENCE);
    GATEWAY.rooms.eventsUp = false;
    page.waitFor(FIRST_TROUBLE + ".includes('event transport: down')", PATIENCE);
    assertThat(page.evaluate(FIRST_TROUBLE)).asString().contains("NATS_URL");
    assertThat(page.evaluate("document.querySelectorAll('.trouble').length")).isEqualTo(2);
    page.preferDark(true);
    picture(page, "trouble-dark");
    page.evaluate("document.querySelector('.trouble a').focus()");
    page.press(Key.ENTER);
    page.waitFor("!document.querySelector('#dead-letters-view').hidden", PATIENCE);
    assertThat(page.complaints()).isEmpty();
  }

  @Test
  void fitsNarrowAndDarkScreens() throws IOException {
    Page page = open(400, 780);
    assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(400);
    assertThat(
            page.evaluate(
                "[...document.querySelectorAll('#operations *')].filter(e =>"
                    + " e.getBoundingClientRect().right > 400).map(e => e.className"
                    + " + e.tagName).join()"))
        .isEqualTo("");
    String background = "getComputedStyle(document.querySelector('.tile')).backgroundColor";
    page.preferDark(false);
    Object light = page.evaluate(background);
    picture(page, "phone");
    page.preferDark(true);
    assertThat(page.evaluate(background)).isNotEqualTo(light);
    page.resize(400, 2600);
    picture(page, "phone-dark");
  }
}
