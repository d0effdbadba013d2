package dev.groundwire.llm;

import dev.groundwire.bus.FailureCode;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt to have a text written: the connection, its time-outs, and its end. */
final class ChatCompletionsCall {
  private static final Logger LOG = LoggerFactory.getLogger(ChatCompletionsCall.class);
  private static final int LARGEST_BODY = 1 << 22;
  private static final int LONGEST_REASON = 500;
  private static final long LINGER_MILLIS = 1_000;

  private final Vertx vertx;
  private final OpenAiConfig config;
  private final Clock clock;
  private final TokenSink sink;
  private final StreamedText text;
  private final SseParser events;
  private final Watchdog watchdog;
  private final Promise<Completion> ended = Promise.promise();
  private @Nullable HttpClientRequest request;
  private boolean hasHead;
  private boolean isOver;

  /**
   * @param latest when all attempts must have ended, in milliseconds since the epoch
   */
  ChatCompletionsCall(
      Vertx vertx,
      OpenAiConfig config,
      Clock clock,
      long latest,
      TokenSink sink,
      int promptTokens) {
    this.vertx = vertx;
    this.config = config;
    this.clock = clock;
    this.sink = sink;
    this.text = new StreamedText(sink, promptTokens);
    this.events = new SseParser(this::accept);
    this.watchdog = new Watchdog(vertx, clock, latest, this::tooLate);
  }

  boolean hasBegun() {
    return text.hasBegun();
  }

  /**
   * Runs to the end of the text.
   *
   * @throws UpstreamFailure why it did not end well
   */
  Completion run(HttpClient client, RequestOptions options, Buffer body) {
    HttpClientRequest sending = connect(client, options);
    request = sending;
    sink.whenCancelled().onComplete(cancelled -> broken(new IllegalStateException("cancelled")));
    watchdog.expectWithin(config.firstByteTimeout());
    // Handlers are set in the callback, not after an await: no byte may arrive before them.
    sending.send(body).onComplete(this::head, this::broken);
    try {
      return ended.future().await();
    } finally {
      watchdog.stop();
      leave(sending);
    }
  }

  private HttpClientRequest connect(HttpClient client, RequestOptions options) {
    try {
      return client.request(options).await();
    } catch (Exception unreachable) {
      LOG.atWarn().addKeyValue("reason", reason(unreachable)).log("model provider not reached");
      throw UpstreamFailure.passing(
          FailureCode.UNAVAILABLE,
          "The model provider cannot be reached; check that it runs, and LLM_BASE_URL.");
    }
  }

  /** That a provider is away is expected: where our own code stood then tells nothing. */
  private static String reason(Throwable failure) {
    return failure.getClass().getSimpleName() + ": " + failure.getMessage();
  }

  private void head(HttpClientResponse response) {
    hasHead = true;
    watchdog.expectWithin(config.firstTokenTimeout());
    response.exceptionHandler(this::broken);
    String type = String.valueOf(response.getHeader("content-type"));
    if (response.statusCode() == 200 && !type.startsWith("application/json")) {
      response.handler(chunk -> guarded(() -> feed(chunk, response)));
      response.endHandler(end -> guarded(this::endOfStream));
    } else {
      Buffer whole = Buffer.buffer();
      response.handler(chunk -> guarded(() -> gather(chunk, whole)));
      response.endHandler(end -> guarded(() -> endOfBody(response, whole)));
    }
  }

  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (UpstreamFailure failure) {
      fail(failure);
    }
  }

  private void feed(Buffer chunk, HttpClientResponse response) {
    events.feed(chunk);
    if (sink.isFull() && !ended.future().isComplete()) {
      response.pause();
      watchdog.expectNothing();
      sink.whenRoom()
          .onComplete(room -> {
            watchdog.expectWithin(config.stallTimeout());
            response.resume();
          });
    }
  }

  private void accept(byte[] data, int length) {
    if (ended.future().isComplete()) {
      return;
    }
    if (text.accept(data, length)) {
      watchdog.expectWithin(text.hasBegun() ? config.stallTimeout() : config.firstTokenTimeout());
    }
    if (text.isDone()) {
      text.completion().ifPresent(ended::tryComplete);
    }
  }

  private void endOfStream() {
    isOver = true;
    events.end();
    text.completion().ifPresentOrElse(ended::tryComplete, () -> fail(brokenOff()));
  }

  private static void gather(Buffer chunk, Buffer whole) {
    if (whole.length() + chunk.length() > LARGEST_BODY) {
      throw UpstreamFailure.lasting(
          FailureCode.UPSTREAM_FAILED,
          "The model provider answered with more than 4 MiB; check LLM_BASE_URL.");
    }
    whole.appendBuffer(chunk);
  }

  /** An error, or a whole completion from a provider that does not stream. */
  private void endOfBody(HttpClientResponse response, Buffer whole) {
    isOver = true;
    int status = response.statusCode();
    if (status != 200) {
      String said = whole.toString(StandardCharsets.UTF_8);
      LOG.atWarn()
          .addKeyValue("status", status)
          .addKeyValue("reason", withoutKey(said))
          .log("model provider refused");
      throw Refusal.ofStatus(status, said, response.getHeader("retry-after"), clock);
    }
    text.accept(whole.getBytes(), whole.length());
    text.completion().ifPresentOrElse(ended::tryComplete, () -> fail(brokenOff()));
  }

  private String withoutKey(String said) {
    String key = config.apiKey();
    String clean = key == null || key.isBlank() ? said : said.replace(key, "***");
    return clean.substring(0, Math.min(LONGEST_REASON, clean.length()));
  }

  private void tooLate() {
    String after = hasHead ? " wrote nothing for too long" : " did not answer in time";
    fail(
        UpstreamFailure.passing(
            text.hasBegun() ? FailureCode.UPSTREAM_FAILED : FailureCode.UNAVAILABLE,
            "The model provider" + after + "; ask again, or raise the time-outs of llm.openai."));
  }

  private void broken(Throwable cause) {
    if (!ended.future().isComplete() && !sink.isCancelled()) {
      LOG.atWarn()
          .addKeyValue("reason", reason(cause))
          .log("connection to the model provider lost");
    }
    fail(brokenOff());
  }

  private static UpstreamFailure brokenOff() {
    return UpstreamFailure.passing(
        FailureCode.UPSTREAM_FAILED,
        "The model provider broke off in the middle of its answer; ask again.");
  }

  private void fail(UpstreamFailure failure) {
    ended.tryFail(failure);
    HttpClientRequest open = request;
    if (open != null && !isOver) {
      // Closes an HTTP/1.1 connection: the provider stops writing what nobody reads.
      isOver = true;
      open.reset();
    }
  }

  /** A response that goes on after its last event must not hold its connection for ever. */
  private void leave(HttpClientRequest sending) {
    if (!isOver) {
      vertx.setTimer(
          LINGER_MILLIS,
          late -> {
            if (!isOver) {
              isOver = true;
              sending.reset();
            }
          });
    }
  }
}
