package dev.groundwire.testing.browser;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** One page with a field, a button, a file input and a strict content policy. */
final class SmallSite implements AutoCloseable {
  private static final String HTML =
      """
      <!doctype html><title>Small</title><script type="module" src="site.js"></script>
      <input id="field"><button id="copy">Copy</button><p id="shown"></p>
      <input type="file" id="files"><p id="chosen"></p>
      """;
  private static final String SCRIPT =
      """
      const by = (id) => document.getElementById(id);
      by('copy').addEventListener('click', () => by('shown').textContent = by('field').value);
      by('files').addEventListener('change', async (e) =>
        by('chosen').textContent = await e.target.files[0].text());
      addEventListener('keydown', (e) => document.title = e.key);
      """;

  private final HttpServer server;

  SmallSite() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    serve("/", "text/html; charset=utf-8", HTML);
    serve("/site.js", "text/javascript; charset=utf-8", SCRIPT);
    serve("/favicon.ico", "image/x-icon", "");
    serve("/careless", "text/html; charset=utf-8", "<p style='color: red'>no</p>");
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  private void serve(String path, String type, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        path,
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", type);
          exchange
              .getResponseHeaders()
              .set("Content-Security-Policy", "default-src 'none'; script-src 'self'");
          exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
