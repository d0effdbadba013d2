package dev.groundwire.launcher.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How the program begins and ends, and what it says when it cannot begin. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class StartIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path folder = Path.of("");

  @Test
  void demonstratesItselfWithAStreamedCitedAnswer() throws Exception {
    try (Child demo = Launch.on(folder).run("demo", "--exit")) {
      assertThat(demo.exitCode(PATIENCE)).as(demo::said).isZero();
      String printed = String.join("\n", demo.out().all(PATIENCE));
      assertThat(printed).contains("[1]").hasSizeGreaterThan(100);
    }
    Orphans.assertNone(folder);
  }

  @Test
  void saysInOneLineThatItsDataIsInUse() throws Exception {
    Launch launch = Launch.on(folder);
    try (Node first = launch.start()) {
      assertRefuses(launch.run("start"), folder.toString());
      first.api().get("/health").expect(200);
      first.stop();
    }
  }

  @Test
  void saysInOneLineWhichValueIsWrong() throws Exception {
    Launch launch = Launch.on(folder);
    assertRefuses(launch.with("HTTP_PORT", "eighty").run("start"), "gateway.http.port", "eighty");
    assertRefuses(launch.with("INGESTION_PARSERS", "0").run("start"), "ingestion.parsers", "0");
    assertRefuses(launch.with("EMBEDDING_PROVIDER", "magic").run("start"), "magic", "local");
    Path overlay =
        Files.writeString(folder.resolve("overlay.yaml"), "gateway:\n  htpp:\n    port: 1\n");
    assertRefuses(launch.run("start", "--config", overlay.toString()), "gateway.htpp");
  }

  @Test
  void saysInOneLineThatItsPortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      assertRefuses(Launch.on(folder).with("HTTP_PORT", port).run("start"), port, "HTTP_PORT");
    }
    Orphans.assertNone(folder);
  }

  @Test
  void endsWhenToldToWhateverItIsDoing() throws Exception {
    Launch launch = Launch.on(folder);
    try (Node node = launch.start()) {
      for (GeneratedDocument document : GeneratedDocument.several(20, 1)) {
        node.api().upload(document.name(), document.content()).expect(202);
      }
      try (EventReader watching = node.api().events(Api.WORKSPACE + "/documents/events", "")) {
        assertThat(watching.next()).isPresent();
        node.stop();
        watching.rest(); // ends, as an open stream must not hold up the end
      }
    }
    try (Node again = launch.start()) {
      Readiness.await(again, 20);
      again.stop();
    }
  }

  @Test
  void endsWhenToldToDuringItsStart() throws Exception {
    try (Child starting = Launch.on(folder).run("start")) {
      starting.err().await(line -> line.contains("postgres started"), PATIENCE);
      assertThat(starting.terminate()).isIn(0, 143);
    }
    Orphans.assertNone(folder);
  }

  private static void assertRefuses(Child child, String... mentioned) throws InterruptedException {
    try (child) {
      assertThat(child.exitCode(PATIENCE)).isNotZero();
      List<String> said =
          child.err().all(PATIENCE).stream().filter(line -> !isForOthers(line)).toList();
      assertThat(said).as(child::said).hasSize(1);
      assertThat(said.getFirst()).startsWith("groundwire: ").contains(mentioned);
      assertThat(said.getFirst().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(500);
    }
  }

  /** Logs are for whoever looks for more, and what the JVM says of its flags cannot be helped. */
  private static boolean isForOthers(String line) {
    return line.startsWith("{") || line.startsWith("WARNING: Using incubator modules");
  }
}
