package dev.groundwire.loadtests.streams;

import dev.groundwire.loadtests.Options;
import dev.groundwire.loadtests.Part;
import dev.groundwire.loadtests.WorkFolder;
import dev.groundwire.testing.provider.ProviderProgram;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** The processes of a benchmark: provider, bare relays and the product; this one is the client. */
final class Rig implements AutoCloseable {
  private static final int PROVIDER_HEAP = 384;
  private static final int RELAY_HEAP = 512; // as the product's

  private final WorkFolder work;
  private final Part provider;
  private final URI providerAddress;
  private final Part bare;
  private final URI bareAddress;
  private final Product product;

  private Rig(
      WorkFolder work,
      Part provider,
      URI providerAddress,
      Part bare,
      URI bareAddress,
      Product product) {
    this.work = work;
    this.provider = provider;
    this.providerAddress = providerAddress;
    this.bare = bare;
    this.bareAddress = bareAddress;
    this.product = product;
  }

  /**
   * @param tickMicros how finely the provider's pauses are timed
   * @param options of which {@code --bare bytes|events} says what the bare relay does
   */
  static Rig start(String benchmark, int tickMicros, Options options)
      throws IOException, InterruptedException {
    String relayed = options.word("bare", "bytes", Set.of("bytes", "events"));
    WorkFolder work = WorkFolder.create(benchmark);
    Part provider =
        Part.java(
            "provider",
            work.path(),
            PROVIDER_HEAP,
            ProviderProgram.class,
            "--tick-us",
            Integer.toString(tickMicros));
    try {
      URI providerAddress = provider.address();
      Part bare =
          Part.java(
              "bare",
              work.path(),
              RELAY_HEAP,
              BareRelay.class,
              Integer.toString(freePort()),
              providerAddress.toString(),
              relayed);
      try {
        URI bareAddress = bare.address();
        Product product = Product.start(work.path(), providerAddress);
        return new Rig(work, provider, providerAddress, bare, bareAddress, product);
      } catch (IOException | RuntimeException | InterruptedException failed) {
        bare.close();
        throw failed;
      }
    } catch (IOException | RuntimeException | InterruptedException failed) {
      provider.close();
      throw failed;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  WorkFolder work() {
    return work;
  }

  Part provider() {
    return provider;
  }

  URI providerAddress() {
    return providerAddress;
  }

  Part bare() {
    return bare;
  }

  URI bareAddress() {
    return bareAddress;
  }

  Product product() {
    return product;
  }

  /** One more node, in a folder of its own; the caller closes it. */
  Product another(String name, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path folder = Files.createDirectories(work.path().resolve(name));
    return Product.start(name, folder, providerAddress, environment);
  }

  Target straight(String script, boolean stream) {
    return Target.chat("provider", providerAddress, Map.of(), script, stream);
  }

  Target throughBare(String script, boolean stream) {
    return Target.chat("bare", bareAddress, Map.of(), script, stream);
  }

  Target throughProduct(String script, boolean stream) {
    return Target.chat("product", product.v1(), Product.HEADERS, script, stream);
  }

  Target ask(String script) {
    return Target.ask("asks", product.server(), Product.HEADERS, script);
  }

  /** How late the provider was with 99 of 100 of its tokens since it was asked last, at most. */
  double providerLateMillis() throws IOException {
    URI figures = providerAddress.resolve("/figures/forget");
    try (InputStream in = figures.toURL().openStream()) {
      return new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .getDouble("late99Millis");
    }
  }

  @Override
  public void close() {
    product.close();
    bare.close();
    provider.close();
  }
}
