package dev.groundwire.launcher.client;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The events of one response, read by one thread at its own pace. */
public final class EventStream implements AutoCloseable {
  private static final int LINES_AHEAD = 64;

  private final EventParser parser = new EventParser();
  private final Lines lines = new Lines();
  private final Duration silence;

  /**
   * @param silence how long the server may say nothing at all, heartbeats included
   */
  EventStream(Flow.Publisher<List<ByteBuffer>> body, Duration silence) {
    this.silence = silence;
    body.subscribe(
        BodySubscribers.fromLineSubscriber(
            lines, subscriber -> null, StandardCharsets.UTF_8, null));
  }

  /**
   * Waits for the next event; empty once the server has ended the stream.
   *
   * @throws IOException when the connection broke or fell silent
   */
  public Optional<ServerSentEvent> next() throws IOException, InterruptedException {
    while (true) {
      Signal signal = lines.received.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
      switch (signal) {
        case null ->
            throw new HttpTimeoutException("no sign of life for " + silence.toSeconds() + " s");
        case Signal.Broken(Throwable cause) ->
            throw new IOException("the stream broke: " + cause.getMessage(), cause);
        case Signal.End ignored -> {
          return Optional.empty();
        }
        case Signal.Line(String text) -> {
          lines.more();
          Optional<ServerSentEvent> event = parser.accept(text);
          if (event.isPresent()) {
            return event;
          }
        }
      }
    }
  }

  /** Hangs up. */
  @Override
  public void close() {
    lines.cancel();
  }

  private sealed interface Signal {
    record Line(String text) implements Signal {}

    record End() implements Signal {}

    record Broken(Throwable cause) implements Signal {}
  }

  /** As many lines as were asked for, and one last signal: the queue never overflows. */
  private static final class Lines implements Flow.Subscriber<String> {
    private final BlockingQueue<Signal> received = new ArrayBlockingQueue<>(LINES_AHEAD + 1);
    private volatile Flow.@Nullable Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription granted) {
      subscription = granted;
      granted.request(LINES_AHEAD);
    }

    @Override
    public void onNext(String line) {
      received.add(new Signal.Line(line));
    }

    @Override
    public void onError(Throwable cause) {
      received.add(new Signal.Broken(cause));
    }

    @Override
    public void onComplete() {
      received.add(new Signal.End());
    }

    private void more() {
      Flow.Subscription current = subscription;
      if (current != null) {
        current.request(1);
      }
    }

    private void cancel() {
      Flow.Subscription current = subscription;
      if (current != null) {
        current.cancel();
      }
    }
  }
}
