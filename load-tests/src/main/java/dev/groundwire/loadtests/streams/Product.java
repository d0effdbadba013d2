package dev.groundwire.loadtests.streams;

import dev.groundwire.loadtests.Part;
import dev.groundwire.loadtests.Waiting;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/** A node as a person starts it, with keys on and the scripted provider as its model. */
final class Product implements AutoCloseable {
  private static final String KEY = "load-tests-key-of-a-loopback-node";
  static final Map<String, String> HEADERS = Map.of("authorization", "Bearer " + KEY);
  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final Part part;
  private final URI server;
  private final HttpClient http;

  private Product(Part part, URI server, HttpClient http) {
    this.part = part;
    this.server = server;
    this.http = http;
  }

  /** Returns when it is ready and has a document. */
  static Product start(Path folder, URI provider) throws IOException, InterruptedException {
    return start("product", folder, provider, Map.of());
  }

  /**
   * The same beside others.
   *
   * @param more of its environment
   */
  static Product start(String name, Path folder, URI provider, Map<String, String> more)
      throws IOException, InterruptedException {
    int port = freePort();
    int management = freePort();
    Path settings = folder.resolve("streams.yaml");
    try (InputStream ours =
        Objects.requireNonNull(Product.class.getResourceAsStream("streams.yaml"))) {
      Files.copy(ours, settings);
    }
    Map<String, String> environment = new HashMap<>(more);
    environment.putAll(
        Map.ofEntries(
            Map.entry("DATA_DIR", folder.resolve("data").toString()),
            Map.entry("HTTP_PORT", Integer.toString(port)),
            Map.entry("MANAGEMENT_PORT", Integer.toString(management)),
            Map.entry("AUTH_ENABLED", "1"),
            Map.entry("SERVICE_API_KEY", KEY),
            Map.entry("LLM_BASE_URL", provider.toString()),
            Map.entry("LLM_API_KEY", "none"),
            Map.entry("LLM_MODEL", Target.MODEL)));
    Path script = Path.of(System.getProperty("groundwire.home", ".."), "groundwire");
    Part part =
        Part.start(
            name,
            folder,
            environment,
            List.of(script.toAbsolutePath().toString(), "start", "--config", settings.toString()));
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(DEADLINE)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();
    Product product = new Product(part, URI.create("http://127.0.0.1:" + port), http);
    try {
      URI ready = URI.create("http://127.0.0.1:" + management + "/health/ready");
      product.await("readiness", () -> product.status(ready) == 200);
      product.addDocument();
    } catch (RuntimeException | IOException failed) {
      product.close();
      throw failed;
    }
    return product;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  Part part() {
    return part;
  }

  URI server() {
    return server;
  }

  URI v1() {
    return server.resolve("/v1");
  }

  private void addDocument() throws IOException, InterruptedException {
    JsonObject document =
        new JsonObject()
            .put("name", "lighthouse.txt")
            .put("text", "The lamp of the lighthouse was lit in 1898 by Ada Brandt.");
    String documents = "/api/v1/workspaces/default/documents";
    HttpResponse<String> added = post(documents, document);
    if (added.statusCode() != 202) {
      throw new IOException("the document was answered " + added.statusCode() + added.body());
    }
    await("the document", () -> get(documents).contains("\"status\":\"ready\""));
  }

  /** What it says of an answer asked for without waiting; the path of the answer. */
  String askWithoutWaiting(String question) throws IOException, InterruptedException {
    HttpRequest request =
        request(server.resolve("/api/v1/workspaces/default/ask"))
            .header("Prefer", "respond-async")
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    new JsonObject().put("question", question).encode()))
            .build();
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    return response
        .headers()
        .firstValue("location")
        .orElseThrow(() ->
            new IOException("an answer was refused: " + response.statusCode() + response.body()));
  }

  private HttpResponse<String> post(String path, JsonObject body)
      throws IOException, InterruptedException {
    return http.send(
        request(server.resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
            .build(),
        BodyHandlers.ofString());
  }

  private String get(String path) {
    try {
      return http.send(request(server.resolve(path)).build(), BodyHandlers.ofString()).body();
    } catch (IOException broken) {
      return broken.toString();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  private int status(URI address) {
    try {
      return http.send(request(address).build(), BodyHandlers.discarding()).statusCode();
    } catch (IOException notThereYet) {
      return 0;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  private static HttpRequest.Builder request(URI address) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address).timeout(DEADLINE).header("Accept", "application/json");
    HEADERS.forEach(request::header);
    return request;
  }

  private void await(String what, BooleanSupplier happened) {
    Waiting.until(
        what + " (see " + part.log() + ")",
        START,
        LOOK,
        () -> {
          if (!part.isAlive()) {
            throw new IllegalStateException("It ended while starting; see " + part.log());
          }
          return happened.getAsBoolean();
        });
  }

  @Override
  public void close() {
    http.shutdownNow();
    part.close();
  }
}
