package dev.groundwire.gateway.documents;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Tenant;
import dev.groundwire.gateway.access.Workspaces;
import dev.groundwire.gateway.http.HeldRequest;
import dev.groundwire.gateway.http.JsonBody;
import dev.groundwire.gateway.http.JsonFields;
import dev.groundwire.gateway.http.JsonReply;
import dev.groundwire.gateway.http.RequestIds;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** {@code POST /api/v1/workspaces/{ws}/documents}: files or a text become documents. */
final class UploadRoute implements Handler<RoutingContext> {
  private final Workspaces workspaces;
  private final JsonBody json;
  private final ContentStore store;
  private final Registration registration;
  private final Supplier<UUID> ids;
  private final UploadLimits limits;

  /** At all instances of the node: one too many for a moment is none too many. */
  private final AtomicInteger running;

  UploadRoute(
      Workspaces workspaces,
      JsonBody json,
      ContentStore store,
      Registration registration,
      Supplier<UUID> ids,
      UploadLimits limits,
      AtomicInteger running) {
    this.workspaces = workspaces;
    this.json = json;
    this.store = store;
    this.registration = registration;
    this.ids = ids;
    this.limits = limits;
    this.running = running;
  }

  @Override
  public void handle(RoutingContext http) {
    if (JsonBody.isJson(http.request())) {
      answer(
          http,
          json.read(http, "name", "text", "url", "tags").compose(body -> takeText(http, body)));
    } else if (HeldRequest.isMultipart(http.request())) {
      answer(http, takeFiles(http));
    } else {
      throw new BusFailure(
          FailureCode.UNSUPPORTED_TYPE,
          "Send multipart/form-data with files in the field \"file\", or JSON {name, text, tags}.");
    }
  }

  private Future<List<Uploaded>> takeFiles(RoutingContext http) {
    if (running.get() >= limits.atOnce()) {
      throw new BusFailure(
          FailureCode.OVERLOADED, "As many uploads run as are allowed; try again shortly.");
    }
    HttpServerRequest request = http.request().pause();
    MultipartReception reception = new MultipartReception(request, store, ids, limits);
    running.incrementAndGet();
    // Before the first wait: a client that leaves during it is not told of again.
    http.addEndHandler(ended -> {
      running.decrementAndGet();
      reception.abort();
    });
    return workspaces
        .tenantOf(http)
        .compose(tenant ->
            reception
                .receive(tenant.organizationId())
                .compose(received ->
                    registration.register(
                        tenant, received.files(), received.tags(), RequestIds.of(http))));
  }

  private Future<List<Uploaded>> takeText(RoutingContext http, JsonFields body) {
    if (body.optionalText("url").isPresent()) {
      throw new BusFailure(
          FailureCode.UNPROCESSABLE, "Fetching URLs is switched off; send the text or a file.");
    }
    String text = body.content("text");
    if (text.isBlank()) {
      throw new BusFailure(FailureCode.INVALID_REQUEST, "text is empty; there is nothing to read.");
    }
    List<String> tags = Tags.of(body.texts("tags"));
    String name = body.optionalText("name").orElse("");
    String type = name.toLowerCase(Locale.ROOT).endsWith(".md") ? "text/markdown" : "text/plain";
    IncomingFile file = new IncomingFile(ids.get(), name, type, limits.maxBytes());
    return workspaces
        .tenantOf(http)
        .compose(tenant ->
            storeWhole(tenant, file, Buffer.buffer(text))
                .compose(stored ->
                    registration.register(tenant, List.of(stored), tags, RequestIds.of(http))));
  }

  private Future<StoredFile> storeWhole(Tenant tenant, IncomingFile file, Buffer bytes) {
    Future<Void> writes = Future.succeededFuture();
    for (List<IncomingFile.Part> parts : List.of(file.accept(bytes), file.end())) {
      for (IncomingFile.Part part : parts) {
        writes =
            writes.compose(ignored ->
                store.add(tenant.organizationId(), part.contentId(), part.number(), part.bytes()));
      }
    }
    return writes
        .map(ignored -> file.stored())
        .recover(failure ->
            store
                .remove(tenant.organizationId(), file.id())
                .compose(ignored -> Future.failedFuture(failure)));
  }

  private static void answer(RoutingContext http, Future<List<Uploaded>> upload) {
    upload
        .onSuccess(documents -> {
          if (documents.size() == 1) {
            http.response()
                .putHeader("Location", http.normalizedPath() + "/" + documents.getFirst().id());
          }
          JsonReply.send(http, 202, new Uploaded.All(documents));
        })
        .onFailure(http::fail);
  }
}
