package dev.groundwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.jobs.JobKind;
import dev.groundwire.bus.jobs.JobState;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import dev.groundwire.testing.browser.ChromiumFixture;
import dev.groundwire.testing.browser.Page;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JobPageTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  @RegisterExtension static final ChromiumFixture CHROMIUM = new ChromiumFixture();

  @RegisterExtension
  @Order(GatewayFixture.LAST)
  static final GatewayFixture GATEWAY = GatewayFixture.of(POSTGRES, VERTX);

  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static Tenant tenant;

  @BeforeAll
  static void learnTheTenant() {
    GATEWAY.client().post("/api/v1/workspaces/default/documents", "{\"text\":\"a\"}");
    tenant = GATEWAY.rooms.registered.getLast().tenant();
  }

  private static Page open() {
    Page page = CHROMIUM.newPage();
    page.navigate("http://127.0.0.1:" + GATEWAY.port() + "/#/jobs", PATIENCE);
    return page;
  }

  private static String row(UUID id) {
    return "document.querySelector('[data-id=\"" + id + "\"]')";
  }

  @Test
  void followsAJobAndCancelsIt() {
    UUID id = GATEWAY.rooms.jobs.add(tenant, JobKind.REBUILD, "{}").id();
    Page page = open();
    page.waitFor(row(id) + "?.innerText.includes('Waiting')", PATIENCE);
    GATEWAY.rooms.jobs.change(id, JobState.RUNNING, 2);
    page.waitFor(row(id) + ".querySelector('progress').value === 2", PATIENCE);
    assertThat(page.evaluate(row(id) + ".innerText"))
        .asString()
        .contains("Rebuild documents", "2 rebuilt", "Running");
    page.click("[data-id=\"" + id + "\"] .document-actions button", PATIENCE);
    page.waitFor(row(id) + ".querySelector('[data-state=cancelled]')", PATIENCE);
    page.waitFor(row(id) + ".querySelector('progress').hidden", PATIENCE);
    assertThat(page.complaints()).isEmpty();
  }

  @Test
  void startsAJob() {
    Page page = open();
    page.click("#start-job", PATIENCE);
    page.waitFor("document.activeElement.id === 'job-kind'", PATIENCE);
    page.evaluate(
        "(s => { s.value = 'dedupe'; s.dispatchEvent(new Event('change')) })("
            + "document.querySelector('#job-kind'))");
    page.click("dialog [name=remove]", PATIENCE);
    page.click("dialog .primary", PATIENCE);
    page.waitFor(
        "document.querySelector('#announcer').textContent.includes('Find duplicates: queued')",
        PATIENCE);
    page.waitFor(
        "document.querySelector('#job-list').innerText.includes('Find duplicates')", PATIENCE);
    assertThat(page.evaluate("document.querySelector('#job-schedules').innerText"))
        .asString()
        .contains("nightly", "every day at 03:00 UTC", "2 queued");
    assertThat(page.complaints()).isEmpty();
  }

  @Test
  void fitsNarrowScreens() {
    UUID id = GATEWAY.rooms.jobs.add(tenant, JobKind.RETENTION, "{}").id();
    Page page = open();
    page.resize(400, 780);
    page.waitFor(row(id) + "?.checkVisibility()", PATIENCE);
    assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(400);
    page.click("#start-job", PATIENCE);
    page.waitFor("document.querySelector('dialog[open]')", PATIENCE);
    assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(400);
  }
}
