package dev.groundwire.gateway.page;

import dev.groundwire.gateway.http.Visit;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Serves the class path's folder {@code web}: the page at {@code /} and its assets. Libraries stay
 * in their own artifacts; {@code web/vendor.properties} says which resource has which path.
 */
public final class WebPage implements Handler<RoutingContext> {
  private static final Pattern ASSET = Pattern.compile("(/[A-Za-z0-9_@][A-Za-z0-9._@-]*)+");
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("mjs", "text/javascript; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("json", "application/json"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("txt", "text/plain; charset=utf-8"));

  private final Vertx vertx;
  private final Properties vendored;

  /** Only what exists is kept, so there are no more entries than files. */
  private final Map<String, Asset> loaded = new ConcurrentHashMap<>();

  public WebPage(Vertx vertx) {
    this.vertx = vertx;
    this.vendored = vendored();
  }

  private static Properties vendored() {
    Properties paths = new Properties();
    try (InputStream in = open("web/vendor.properties")) {
      if (in != null) {
        paths.load(in);
      }
      return paths;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static @Nullable InputStream open(String resource) {
    return WebPage.class.getClassLoader().getResourceAsStream(resource);
  }

  @Override
  public void handle(RoutingContext http) {
    HttpMethod method = http.request().method();
    String path = http.normalizedPath().equals("/") ? "/index.html" : http.normalizedPath();
    String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
    if ((!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD))
        || type == null
        || !ASSET.matcher(path).matches()) {
      http.next();
      return;
    }
    Asset known = loaded.get(path);
    if (known != null) {
      send(http, known);
    } else {
      vertx
          .executeBlocking(() -> load(path, type))
          .onSuccess(found -> found.ifPresentOrElse(asset -> send(http, asset), http::next))
          .onFailure(http::fail);
    }
  }

  private Optional<Asset> load(String path, String type) {
    try (InputStream in = open(vendored.getProperty(path.substring(1), "web" + path))) {
      if (in == null) {
        return Optional.empty();
      }
      Asset asset = Asset.of(type, in.readAllBytes());
      loaded.put(path, asset);
      return Optional.of(asset);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static void send(RoutingContext http, Asset asset) {
    Visit.quietlyAt(http, "/{asset}");
    HttpServerResponse response = http.response();
    response.putHeader("ETag", asset.etag()).putHeader("Cache-Control", "no-cache");
    if (asset.etag().equals(http.request().getHeader("If-None-Match"))) {
      response.setStatusCode(304).end();
      return;
    }
    response.putHeader("Content-Type", asset.type()).end(asset.bytes());
  }
}
