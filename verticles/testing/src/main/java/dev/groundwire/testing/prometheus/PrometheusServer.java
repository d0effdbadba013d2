package dev.groundwire.testing.prometheus;

import dev.groundwire.testing.program.DebianProgram;
import dev.groundwire.testing.program.GuardedProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A Prometheus on loopback with a store of its own. It dies with this JVM. */
public final class PrometheusServer implements AutoCloseable {
  private static final DebianProgram PROGRAM =
      new DebianProgram(
          "prometheus",
          List.of("prometheus"),
          "PROMETHEUS",
          "https://github.com/prometheus/prometheus/releases");
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final long LOOK_AGAIN_NANOS = 20_000_000;

  private final GuardedProcess process;
  private final Path folder;
  private final URI base;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .proxy(HttpClient.Builder.NO_PROXY)
          .build();

  private PrometheusServer(GuardedProcess process, Path folder, URI base) {
    this.process = process;
    this.folder = folder;
    this.base = base;
  }

  /** With those settings; returns when it answers queries. */
  public static PrometheusServer start(Path settings) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("groundwire-test-prometheus");
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    GuardedProcess process =
        GuardedProcess.start(
            folder.resolve("log"),
            PROGRAM.find().toString(),
            "--config.file=" + settings,
            "--storage.tsdb.path=" + folder.resolve("store"),
            "--web.listen-address=127.0.0.1:" + port,
            "--enable-feature=exemplar-storage");
    PrometheusServer server =
        new PrometheusServer(process, folder, URI.create("http://127.0.0.1:" + port));
    long end = System.nanoTime() + START.toNanos();
    while (!server.isReady()) {
      if (System.nanoTime() > end || !process.isAlive()) {
        String said = String.join("\n", server.log());
        server.close();
        throw new IllegalStateException("prometheus did not start within " + START + ":\n" + said);
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
    return server;
  }

  private boolean isReady() throws InterruptedException {
    try {
      return send(HttpRequest.newBuilder(base.resolve("/-/ready"))).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** The answer to that expression as of now: {@code status}, and {@code data} or {@code error}. */
  public JsonObject query(String expression) throws IOException, InterruptedException {
    String form = "query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8);
    return new JsonObject(
        send(HttpRequest.newBuilder(base.resolve("/api/v1/query"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)))
            .body());
  }

  /** The series for which that expression holds now, each as its labels. */
  public List<JsonObject> holds(String expression) throws IOException, InterruptedException {
    return query(expression).getJsonObject("data").getJsonArray("result").stream()
        .map(series -> ((JsonObject) series).getJsonObject("metric"))
        .toList();
  }

  /** Exemplars of those series. */
  public JsonArray exemplars(String selector) throws IOException, InterruptedException {
    String name = URLEncoder.encode(selector, StandardCharsets.UTF_8);
    URI address = base.resolve("/api/v1/query_exemplars?query=" + name + "&start=0&end=9999999999");
    return new JsonObject(send(HttpRequest.newBuilder(address)).body()).getJsonArray("data");
  }

  /** The {@code data} of a path below {@code /api/v1/}. */
  public JsonObject get(String path) throws IOException, InterruptedException {
    return new JsonObject(send(HttpRequest.newBuilder(base.resolve("/api/v1/" + path))).body())
        .getJsonObject("data");
  }

  /** All loaded rules, each as Prometheus describes it. */
  public List<JsonObject> rules() throws IOException, InterruptedException {
    return get("rules").getJsonArray("groups").stream()
        .flatMap(group -> ((JsonObject) group).getJsonArray("rules").stream())
        .map(JsonObject.class::cast)
        .toList();
  }

  /** What it has written so far. */
  public List<String> log() throws IOException {
    Path log = folder.resolve("log");
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(
        request.timeout(ANSWER).build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  /** Ends it and deletes its store. */
  @Override
  public void close() throws IOException {
    process.kill();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
