package dev.groundwire.llm.protocol;

import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.llm.CallEnded;
import dev.groundwire.bus.llm.TokenUsage;
import dev.groundwire.llm.ProviderConfig;
import dev.groundwire.llm.dispatch.Attempt;
import dev.groundwire.llm.dispatch.AttemptFailure;
import dev.groundwire.llm.dispatch.AttemptListener;
import dev.groundwire.llm.dispatch.ProviderLimits;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** One call over HTTP: the connection, its time-outs, its pauses and its end. */
final class HttpAttempt implements Attempt {
  private static final Logger LOG = LoggerFactory.getLogger(HttpAttempt.class);
  private static final int LARGEST_BODY = 1 << 22;
  private static final int LONGEST_REASON = 300;

  /** A response that goes on after its last event must not hold its connection for ever. */
  private static final Duration LINGER = Duration.ofSeconds(1);

  private final Exchange exchange;
  private final Endpoint endpoint;
  private final ProviderConfig provider;
  private final String model;
  private final Reading reading;
  private final Delivery<?> delivery;
  private final SseParser events;
  private final Watchdog watchdog;

  /** Absent once it is sent: what is answered may last much longer. */
  private @Nullable Buffer body;

  private @Nullable AttemptListener listener;
  private @Nullable HttpClientRequest request;
  private boolean hasHead;
  private boolean begun;
  private boolean progressed;

  /** Nothing is told any more. */
  private boolean over;

  /** Nothing is to be read any more. */
  private boolean closed;

  /**
   * @param model as the provider names it
   */
  HttpAttempt(
      Exchange exchange,
      Endpoint endpoint,
      String model,
      Buffer body,
      Reading reading,
      Delivery<?> delivery) {
    this.exchange = exchange;
    this.endpoint = endpoint;
    this.provider = endpoint.provider();
    this.model = model;
    this.body = body;
    this.reading = reading;
    this.delivery = delivery;
    this.events = new SseParser(this::event);
    this.watchdog = new Watchdog(exchange.vertx(), exchange.nowMillis(), this::tooLate);
  }

  @Override
  public void start(AttemptListener told) {
    listener = told;
    watchdog.expectWithin(provider.connectTimeout());
    endpoint
        .connect()
        .onSuccess(this::connected)
        .onFailure(failure -> soon(() -> notReached(failure)));
  }

  /** In a task of its own: nothing may be told within {@link #start}. */
  private void soon(Runnable step) {
    exchange.vertx().runOnContext(ignored -> step.run());
  }

  private AttemptListener told() {
    return Objects.requireNonNull(listener);
  }

  private void connected(HttpClientRequest ready) {
    request = ready;
    ready.exceptionHandler(this::broken);
    if (over) {
      close();
      return;
    }
    watchdog.expectWithin(provider.firstByteTimeout());
    Buffer sent = Objects.requireNonNull(body);
    body = null;
    ready
        .send(sent)
        .onComplete(response -> guarded(() -> head(response)), cause -> soon(() -> broken(cause)));
  }

  private void notReached(Throwable failure) {
    if (over) {
      return;
    }
    warning(Refusal.reason(failure)).log("model provider not reached");
    fail(Refusal.notReached(failure));
  }

  private void head(HttpClientResponse response) {
    if (over) {
      return;
    }
    hasHead = true;
    ProviderLimits limits = RateLimitHeaders.limits(response.headers(), exchange.clock());
    if (!limits.equals(ProviderLimits.NONE)) {
      told().limits(limits);
    }
    watchdog.expectWithin(provider.firstTokenTimeout());
    response.exceptionHandler(this::broken);
    String type = String.valueOf(response.getHeader("content-type"));
    if (response.statusCode() == 200 && !type.startsWith("application/json")) {
      response.handler(chunk -> guarded(() -> read(chunk, response)));
      response.endHandler(end -> guarded(this::endOfStream));
    } else {
      Buffer whole = Buffer.buffer();
      response.handler(chunk -> gather(chunk, whole));
      response.endHandler(end -> guarded(() -> endOfBody(response, whole)));
    }
  }

  /** What escaped to the event loop would leave the call neither ended nor failed. */
  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException unexpected) {
      LOG.atError()
          .addKeyValue("provider", provider.name())
          .addKeyValue("model", model)
          .setCause(unexpected)
          .log("answer of the model provider not read");
      fail(
          new AttemptFailure(
              FailureCode.INTERNAL,
              "Reading the model's answer failed here; the log has it under the request id.",
              AttemptFailure.Kind.PROVIDER_FAILED));
      watchdog.stop();
      close();
    }
  }

  private void event(byte[] bytes, int from, int length) {
    if (!reading.isDone()) {
      progressed |= reading.event(bytes, from, length);
    }
  }

  private void read(Buffer chunk, HttpClientResponse response) {
    if (closed) {
      return;
    }
    progressed = false;
    try {
      exchange.bytes().lend(chunk, events::feed);
    } catch (UpstreamFailure failure) {
      failed(failure);
      close();
    }
    if (over) {
      delivery.discard();
    } else {
      handOn();
    }
    if (!over) {
      holdBack(response);
    }
  }

  /** Tells what all that came together has brought. */
  private void handOn() {
    if (!begun && reading.hasBegun()) {
      begin();
    }
    if (begun && !over) {
      delivery.written();
    }
    if (over) {
      return;
    }
    if (reading.isDone()) {
      end();
    } else if (progressed) {
      watchdog.expectWithin(begun ? provider.stallTimeout() : provider.firstTokenTimeout());
    }
  }

  private void begin() {
    begun = true;
    watchdog.endWithin(provider.answerTimeout());
    watchdog.expectWithin(provider.stallTimeout());
    told().began();
  }

  private void holdBack(HttpClientResponse response) {
    if (begun && delivery.isFull()) {
      response.pause();
      watchdog.expectNothing();
      delivery.whenRoom(() -> {
        if (!over) {
          watchdog.expectWithin(provider.stallTimeout());
          response.resume();
        }
      });
    }
  }

  private void end() {
    Optional<CallEnded> how;
    try {
      how = reading.ending();
    } catch (UpstreamFailure withheld) {
      failed(withheld);
      return;
    }
    if (how.isEmpty()) {
      broken(new IllegalStateException("end of stream in the middle of the answer"));
      return;
    }
    if (!begun) {
      begin();
    }
    if (!over) {
      over = true;
      leave();
      told().ended(how.get());
    }
  }

  private void leave() {
    if (closed) {
      watchdog.stop();
    } else {
      watchdog.expectWithin(LINGER);
    }
  }

  private void endOfStream() {
    closed = true;
    if (over) {
      watchdog.stop();
      return;
    }
    try {
      events.end();
    } catch (UpstreamFailure failure) {
      failed(failure);
    }
    if (over) {
      watchdog.stop();
      return;
    }
    handOn();
    if (!over) {
      end();
    }
  }

  private void gather(Buffer chunk, Buffer whole) {
    if (whole.length() + chunk.length() > LARGEST_BODY) {
      failed(UpstreamFailure.notUnderstood("an answer of more than 4 MiB"));
    } else if (!over) {
      whole.appendBuffer(chunk);
    }
  }

  /** An error, or a whole completion from a provider that does not stream. */
  private void endOfBody(HttpClientResponse response, Buffer whole) {
    closed = true;
    watchdog.stop();
    if (over) {
      return;
    }
    int status = response.statusCode();
    if (status != 200) {
      String said = whole.toString(StandardCharsets.UTF_8);
      Optional<String> message = ErrorBody.message(endpoint.withoutKey(said));
      warning(message.orElse(""))
          .addKeyValue("status", status)
          .log("request refused by the model provider");
      Optional<Duration> after = RateLimitHeaders.retryAfter(response.headers(), exchange.clock());
      fail(
          Refusal.ofStatus(
              status, said, message.filter(shown -> reading.isPassedThrough()), after));
      return;
    }
    try {
      reading.whole(whole.getBytes());
    } catch (UpstreamFailure failure) {
      failed(failure);
      return;
    }
    handOn();
    if (!over) {
      end();
    }
  }

  private void tooLate() {
    if (over) {
      close();
      return;
    }
    fail(Refusal.tooLate(hasHead, begun));
  }

  private void broken(Throwable cause) {
    if (!over) {
      warning(Refusal.reason(cause)).log("connection to the model provider lost");
      fail(Refusal.brokenOff());
    }
    closed = true;
    watchdog.stop();
  }

  /** What it sent ends the attempt; told once, and only here are its own words kept. */
  private void failed(UpstreamFailure sent) {
    if (!over) {
      String said = endpoint.withoutKey(sent.said());
      warning(said.substring(0, Math.min(LONGEST_REASON, said.length())))
          .log("answer of the model provider failed");
      fail(sent.failure());
    }
  }

  private LoggingEventBuilder warning(String reason) {
    return LOG.atWarn()
        .addKeyValue("provider", provider.name())
        .addKeyValue("model", model)
        .addKeyValue("reason", reason);
  }

  private void fail(AttemptFailure why) {
    if (over) {
      return;
    }
    over = true;
    watchdog.stop();
    close();
    if (!begun) {
      delivery.discard();
    }
    told().failed(why);
  }

  @Override
  public void cancel() {
    if (over) {
      return;
    }
    over = true;
    watchdog.stop();
    close();
  }

  @Override
  public Optional<TokenUsage> usage() {
    return reading.toldUsage();
  }

  @Override
  public Optional<String> model() {
    return reading.model();
  }

  /** Closes an HTTP/1.1 connection, or resets an HTTP/2 stream: the provider stops at once. */
  private void close() {
    HttpClientRequest open = request;
    if (open != null && !closed) {
      closed = true;
      open.reset();
    }
  }
}
