package dev.groundwire.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import dev.groundwire.bus.Tenant;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogWriterTest {
  private final LoggerContext context = new LoggerContext();
  private final Logger ours = context.getLogger("dev.groundwire.room.Part");
  private final LogWriter writer = new LogWriter();
  @TempDir private Path folder;

  @BeforeEach
  void begin() {
    writer.setContext(context);
    writer.start();
    context.getLogger("ROOT").addAppender(writer);
    context.getLogger("ROOT").setLevel(Level.INFO);
  }

  @AfterEach
  void end() {
    context.stop();
  }

  private LogFile file(long most, int backups) {
    return LogFile.open(folder, new LogConfig(LogConfig.Level.INFO, most, backups), context);
  }

  /** All lines, oldest first. */
  private List<JsonObject> written() throws IOException {
    writer.stop();
    List<JsonObject> lines = new ArrayList<>();
    for (int number = 1_000; number >= 0; number--) {
      Path part = folder.resolve("groundwire.log" + (number == 0 ? "" : "." + number));
      if (Files.exists(part)) {
        try (Stream<String> each = Files.lines(part)) {
          each.map(JsonObject::new).forEach(lines::add);
        }
      }
    }
    return lines;
  }

  @Test
  void hasEveryKeyInEveryLine() throws IOException {
    try (LogFile _ = file(1 << 20, 1)) {
      ours.atInfo().addKeyValue("count", 3).log("facts not relayed, trying again");
      context.getLogger("org.example.Library").warn("of {}", "anna@example.com");
      ours.atError()
          .addKeyValue("event", "own_name")
          .setCause(new IllegalStateException("of b@example.com"))
          .log("x");
      List<JsonObject> lines = written();
      assertThat(lines)
          .allSatisfy(line ->
              assertThat(line.fieldNames())
                  .startsWith(
                      "timestamp",
                      "level",
                      "logger",
                      "message",
                      "event",
                      "request_id",
                      "trace_id",
                      "span_id",
                      "user_id",
                      "workspace_id",
                      "organization_id"));
      assertThat(lines.get(0).getString("event")).isEqualTo("facts_not_relayed_trying_again");
      assertThat(lines.get(0).getInteger("count")).isEqualTo(3);
      assertThat(lines.get(1).getString("event")).isEqualTo("library");
      assertThat(lines.get(1).getString("message")).isEqualTo("of [email]");
      assertThat(lines.get(2).getString("event")).isEqualTo("own_name");
      assertThat(lines.get(2).getString("stack_trace"))
          .contains("IllegalStateException: of [email]", "LogWriterTest");
    }
  }

  @Test
  void tellsForWhomTheThreadWorksThatLogs() throws IOException, TimeoutException {
    Vertx vertx = Vertx.vertx();
    Tenant tenant = new Tenant(UUID.randomUUID(), UUID.randomUUID());
    try (LogFile _ = file(1 << 20, 1)) {
      vertx
          .executeBlocking(() -> {
            RequestScope.of("request-1", tenant).by(tenant.organizationId(), "anna").enter();
            ours.info("inside");
            return "";
          })
          .await(10, TimeUnit.SECONDS);
      ours.info("outside");
      List<JsonObject> lines = written();
      assertThat(lines.get(0).getString("request_id")).isEqualTo("request-1");
      assertThat(lines.get(0).getString("workspace_id")).isEqualTo(tenant.workspaceId().toString());
      assertThat(lines.get(0).getString("user_id")).isEqualTo("anna");
      assertThat(lines.get(1).getValue("request_id")).isNull();
    } finally {
      vertx.close().await(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void rotatesWithoutLosingALineAndKeepsNoMoreThanAsked() throws IOException {
    try (LogFile _ = file(4_096, 900)) {
      IntStream.range(0, 2_000)
          .forEach(number -> ours.atInfo().addKeyValue("n", number).log("line"));
      assertThat(written().stream().map(line -> line.getInteger("n")))
          .containsExactlyElementsOf(IntStream.range(0, 2_000).boxed().toList());
      try (Stream<Path> parts = Files.list(folder)) {
        assertThat(parts).hasSizeGreaterThan(50).allMatch(part -> part.toFile().length() <= 4_096);
      }
    }
  }

  @Test
  void keepsNoMoreFilesThanAsked() throws IOException {
    try (LogFile _ = file(4_096, 2)) {
      IntStream.range(0, 1_000).forEach(number -> ours.info("line"));
      writer.stop();
      try (Stream<Path> parts = Files.list(folder)) {
        assertThat(parts.map(part -> part.getFileName().toString()))
            .containsExactlyInAnyOrder("groundwire.log", "groundwire.log.1", "groundwire.log.2");
      }
    }
  }

  /** While nothing can be written, as its output is held here. */
  @Test
  void dropsWhatIsTooMuchAndSaysSo() throws IOException {
    try (LogFile _ = file(1 << 28, 1)) {
      synchronized (writer.output()) {
        IntStream.range(0, LogWriter.MOST_WAITING).forEach(number -> ours.info("much"));
        ours.warn("a problem");
      }
      List<JsonObject> lines = written();
      Set<String> events = new HashSet<>();
      lines.forEach(line -> events.add(line.getString("event")));
      assertThat(events)
          .contains("much", "a_problem", "log_lines_were_dropped_more_came_than_could_be_written");
      JsonObject told =
          lines.stream()
              .filter(line -> line.getString("event").startsWith("log_lines"))
              .findFirst()
              .orElseThrow();
      long much = lines.stream().filter(line -> line.getString("event").equals("much")).count();
      assertThat(told.getLong("count") + much).isEqualTo(LogWriter.MOST_WAITING);
      assertThat(told.getLong("count")).isPositive();
    }
  }

  @Test
  void keepsTheLastProblemsInMemory() {
    for (int number = 0; number < RecentProblems.MOST + 5; number++) {
      ours.atWarn().addKeyValue("cause", "broken " + number).log("problem");
      ours.info("no problem");
    }
    writer.stop();
    List<LogLine> newest = RecentProblems.of(context).newestFirst();
    assertThat(newest).hasSize(RecentProblems.MOST);
    assertThat(newest.getFirst().cause()).contains("broken " + (RecentProblems.MOST + 4));
    assertThat(newest.getLast().cause()).contains("broken 5");
  }

  @Test
  void goesOnAfterALineThatCannotBeWritten() throws IOException {
    try (LogFile _ = file(1 << 20, 1)) {
      ours.info(
          "broken {}",
          new Object() {
            @Override
            public String toString() {
              throw new IllegalStateException("no text");
            }
          });
      ours.info("next");
      assertThat(written().getLast().getString("event")).isEqualTo("next");
    }
  }
}
