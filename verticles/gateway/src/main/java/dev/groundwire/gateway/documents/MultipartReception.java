package dev.groundwire.gateway.documents;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.gateway.http.HttpRefusal;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The files of one multipart body, on their way into the store. The request is paused while a part
 * is written, so no more than a part and a chunk of it are in memory.
 */
final class MultipartReception {
  private static final String FIELD = "file";
  private static final String TAGS = "tags";

  private final HttpServerRequest request;
  private final ContentStore store;
  private final Supplier<UUID> ids;
  private final UploadLimits limits;
  private final List<IncomingFile> files = new ArrayList<>();

  /** Files of which the end is in the chunk that the decoder has, or has just had. */
  private final List<IncomingFile> ending = new ArrayList<>();

  private final Promise<Void> arrived = Promise.promise();
  private Future<Void> writes = Future.succeededFuture();
  private List<String> tags = List.of();
  private int writing;

  MultipartReception(
      HttpServerRequest request, ContentStore store, Supplier<UUID> ids, UploadLimits limits) {
    this.request = request;
    this.store = store;
    this.ids = ids;
    this.limits = limits;
  }

  /** The client has left: nothing more will come, and nobody is told. */
  void abort() {
    arrived.tryFail(malformed());
  }

  /**
   * The files, all committed, or a failure with nothing left behind, but what an outage leaves to
   * the sweep. The request must be paused.
   */
  Future<Received> receive(UUID organizationId) {
    if (!arrived.future().isComplete()) {
      arrived
          .future()
          .timeout(limits.longest().toMillis(), TimeUnit.MILLISECONDS)
          .onFailure(ignored -> arrived.tryFail(HttpRefusal.tooSlow(limits.longest())));
      listen(organizationId);
    }
    return arrived
        .future()
        .compose(ignored -> writes)
        .map(ignored -> new Received(files.stream().map(IncomingFile::stored).toList(), tags))
        .recover(failure ->
            writes
                .otherwiseEmpty()
                .compose(ignored ->
                    isOutage(failure)
                        ? Future
                            .succeededFuture() // each removal would wait in vain; the sweep does it
                        : removeAll(organizationId))
                .compose(ignored -> Future.failedFuture(failure)));
  }

  private void listen(UUID organizationId) {
    Optional<BoundaryWatch> boundary = BoundaryWatch.of(request.getHeader("Content-Type"));
    if (boundary.isEmpty()) {
      arrived.tryFail(
          broken("its Content-Type names no boundary; leave that header to your client"));
      return;
    }
    try {
      request.setExpectMultipart(true);
    } catch (RuntimeException unknownCharset) {
      arrived.tryFail(broken("its Content-Type is not readable"));
      return;
    }
    request
        .handler(chunk -> attempt(() -> passed(organizationId, boundary.get(), chunk)))
        .uploadHandler(upload -> attempt(() -> begin(organizationId, upload)))
        .exceptionHandler(broken -> arrived.tryFail(malformed()))
        .endHandler(ignored -> attempt(() -> end(organizationId, boundary.get())))
        .resume();
  }

  private void begin(UUID organizationId, HttpServerFileUpload upload) {
    if (!upload.name().equals(FIELD)) {
      throw invalid("Files are expected in the field \"file\", not in \"" + upload.name() + "\".");
    }
    if (files.size() == limits.files()) {
      throw invalid(
          "More than " + limits.files() + " files in one request; send several requests.");
    }
    IncomingFile file =
        new IncomingFile(ids.get(), upload.filename(), upload.contentType(), limits.maxBytes());
    files.add(file);
    upload.handler(chunk -> attempt(() -> take(organizationId, file, chunk)));
    upload.endHandler(ignored -> ending.add(file));
  }

  /** The decoder had that chunk before. */
  private void passed(UUID organizationId, BoundaryWatch boundary, Buffer chunk) {
    boundary.pass(chunk);
    endFiles(organizationId, boundary);
    if (!files.isEmpty() && !files.getLast().isEnded()) {
      files.getLast().passed(chunk);
    }
  }

  private void endFiles(UUID organizationId, BoundaryWatch boundary) {
    for (IncomingFile file : ending) {
      write(organizationId, file.end(boundary.isCut()));
    }
    ending.clear();
  }

  private void take(UUID organizationId, IncomingFile file, Buffer chunk) {
    write(organizationId, file.accept(chunk));
  }

  private void write(UUID organizationId, List<IncomingFile.Part> parts) {
    for (IncomingFile.Part part : parts) {
      request.pause();
      writing++;
      writes =
          writes
              .compose(ignored ->
                  store.add(organizationId, part.contentId(), part.number(), part.bytes()))
              .onFailure(arrived::tryFail)
              .onComplete(ignored -> written());
    }
  }

  private void written() {
    writing--;
    if (writing == 0) {
      request.resume();
    }
  }

  private void end(UUID organizationId, BoundaryWatch boundary) {
    endFiles(organizationId, boundary);
    for (IncomingFile file : files) {
      if (!file.isEnded()) {
        throw broken("it ends inside " + file.name());
      }
    }
    boundary
        .complaint()
        .ifPresent(complaint -> {
          throw broken(complaint);
        });
    if (files.isEmpty()) {
      throw invalid("There is no file: send multipart/form-data with files in the field \"file\".");
    }
    tags = Tags.of(knownFields().getAll(TAGS));
    arrived.tryComplete();
  }

  private MultiMap knownFields() {
    MultiMap fields = request.formAttributes();
    for (String name : fields.names()) {
      if (!name.equals(TAGS)) {
        throw invalid(
            "The field \"" + FileName.clean(name) + "\" is unknown; allowed are file and tags.");
      }
    }
    return fields;
  }

  /** What arrives after a refusal is let pass. */
  private void attempt(Runnable step) {
    if (arrived.future().isComplete()) {
      return;
    }
    try {
      step.run();
    } catch (BusFailure refused) {
      arrived.tryFail(refused);
    }
  }

  private static boolean isOutage(Throwable failure) {
    return failure instanceof BusFailure known && known.code() == FailureCode.UNAVAILABLE;
  }

  private Future<Void> removeAll(UUID organizationId) {
    Future<Void> done = Future.succeededFuture();
    for (IncomingFile file : files) {
      done = done.compose(ignored -> store.remove(organizationId, file.id()));
    }
    return done;
  }

  private static BusFailure malformed() {
    return broken("it broke off, or a part in it is malformed");
  }

  private static BusFailure broken(String where) {
    return invalid("The multipart body is broken: " + where + ".");
  }

  private static BusFailure invalid(String detail) {
    return new BusFailure(FailureCode.INVALID_REQUEST, detail);
  }

  record Received(List<StoredFile> files, List<String> tags) {}
}
