package dev.groundwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.Tenant;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import dev.groundwire.testing.browser.ChromiumFixture;
import dev.groundwire.testing.browser.Key;
import dev.groundwire.testing.browser.Page;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeadLetterPageTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  @RegisterExtension static final ChromiumFixture CHROMIUM = new ChromiumFixture();

  @RegisterExtension
  @Order(GatewayFixture.LAST)
  static final GatewayFixture GATEWAY = GatewayFixture.of(POSTGRES, VERTX);

  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static Tenant tenant;
  private static UUID document;

  @BeforeAll
  static void upload() {
    GATEWAY
        .client()
        .post(
            "/api/v1/workspaces/default/documents",
            "{\"name\":\"locked.pdf\",\"text\":\"locked\"}");
    tenant = GATEWAY.rooms.registered.getLast().tenant();
    document = GATEWAY.rooms.registered.getLast().documentId();
  }

  private static Page open() {
    Page page = CHROMIUM.newPage();
    page.navigate("http://127.0.0.1:" + GATEWAY.port() + "/#/dead-letters", PATIENCE);
    return page;
  }

  private static String row(UUID id) {
    return "document.querySelector('[data-id=\"" + id + "\"]')";
  }

  private static String selector(UUID id, String within) {
    return "[data-id=\"" + id + "\"] " + within;
  }

  @Test
  void explainsAndReplaysByKeyboard() {
    UUID id = GATEWAY.rooms.deadLetters.park(tenant, document);
    Page page = open();
    page.waitFor(
        row(id) + "?.querySelector('.document-name').textContent === 'locked.pdf'", PATIENCE);
    assertThat(page.evaluate(row(id) + ".innerText"))
        .asString()
        .contains("Waits for you", "Reading the document", "remove its password");
    page.evaluate(row(id) + ".querySelector('.document-name').focus()");
    page.press(Key.ENTER);
    page.waitFor(row(id) + ".innerText.includes('request-7')", PATIENCE);
    assertThat(page.evaluate(row(id) + ".innerText"))
        .asString()
        .contains("0af7651916cd43dd8448eb211c80319c", "\"version\": 1");
    page.evaluate(row(id) + ".querySelector('.document-actions button').focus()");
    page.press(Key.ENTER);
    page.waitFor(row(id) + ".querySelector('[data-state=replaying]')", PATIENCE);
    page.waitFor("document.activeElement.matches('.document-name')", PATIENCE);
    GATEWAY.rooms.deadLetters.handled(id);
    page.waitFor(row(id) + ".querySelector('[data-state=replayed]')", PATIENCE);
    assertThat(page.complaints()).isEmpty();
  }

  @Test
  void discardsWithAReason() {
    UUID id = GATEWAY.rooms.deadLetters.park(tenant, document);
    Page page = open();
    page.click(selector(id, ".document-actions .quiet"), PATIENCE);
    page.waitFor("document.activeElement.id === 'discard-reason'", PATIENCE);
    page.press(Key.ENTER);
    page.type("Sent by mistake");
    page.press(Key.ENTER);
    page.waitFor(row(id) + ".innerText.includes('Discarded: Sent by mistake')", PATIENCE);
    page.evaluate(
        "(s => { s.value = 'discarded'; s.dispatchEvent(new Event('change')) })("
            + "document.querySelector('#letter-state'))");
    page.waitFor(
        row(id) + "?.checkVisibility() && !document.querySelector('[data-state=parked]')",
        PATIENCE);
    assertThat(page.complaints()).isEmpty();
  }

  @Test
  void replaysAllAfterAQuestion() {
    GATEWAY.rooms.deadLetters.park(tenant, document);
    Page page = open();
    page.click("#replay-letters", PATIENCE);
    page.click("dialog .danger", PATIENCE);
    page.waitFor(
        "document.querySelector('#announcer').textContent.includes('will be replayed')", PATIENCE);
    assertThat(GATEWAY.rooms.deadLetters.meant.stream().anyMatch(f -> f.workspaceId().isPresent()))
        .isTrue();
  }

  @Test
  void fitsNarrowAndDarkScreens() {
    UUID id = GATEWAY.rooms.deadLetters.park(tenant, document);
    Page page = open();
    page.resize(400, 780);
    page.waitFor(row(id) + "?.innerText.includes('locked.pdf')", PATIENCE); // moves nothing later
    page.click(selector(id, ".document-name"), PATIENCE);
    page.waitFor(row(id) + ".querySelector('.letter-payload')", PATIENCE);
    assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(400);
    assertThat(page.evaluate("document.querySelector('.page').scrollWidth <= 400")).isEqualTo(true);
    String background =
        "getComputedStyle(document.querySelector('.letter-details')).backgroundColor";
    page.preferDark(false);
    Object light = page.evaluate(background);
    page.preferDark(true);
    assertThat(page.evaluate(background)).isNotEqualTo(light);
  }
}
