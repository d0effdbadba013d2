package dev.groundwire.launcher.command;

import dev.groundwire.bus.RecordJson;
import dev.groundwire.launcher.client.ApiFailure;
import dev.groundwire.launcher.client.DocumentProgress;
import dev.groundwire.launcher.client.EventStream;
import dev.groundwire.launcher.client.GroundwireClient;
import dev.groundwire.launcher.client.Pause;
import dev.groundwire.launcher.client.ServerSentEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a workspace's progress in a thread of its own, connecting again when the stream drops. */
final class ProgressFeed implements AutoCloseable {
  private static final Duration BEFORE_RECONNECT = Duration.ofSeconds(1);

  private final GroundwireClient client;
  private final String workspace;
  private final Consumer<DocumentProgress> listener;
  private @Nullable Thread reader;

  ProgressFeed(GroundwireClient client, String workspace, Consumer<DocumentProgress> listener) {
    this.client = client;
    this.workspace = workspace;
    this.listener = listener;
  }

  /** Returns when the server listens, so that nothing sent afterwards is missed. */
  void open() {
    EventStream first = client.progress(workspace);
    reader = Thread.ofVirtual().name("progress").start(() -> read(first));
  }

  private void read(EventStream first) {
    Optional<EventStream> stream = Optional.of(first);
    while (!Thread.currentThread().isInterrupted()) {
      try {
        if (stream.isEmpty()) {
          Pause.real().of(BEFORE_RECONNECT);
          stream = Optional.of(client.progress(workspace));
        }
        drain(stream.get());
        stream = Optional.empty();
      } catch (IOException | ApiFailure dropped) {
        // Nothing is lost but a redraw: whoever waits also asks for the state itself.
        stream = Optional.empty();
      } catch (InterruptedException closed) {
        return;
      }
    }
  }

  private void drain(EventStream stream) throws IOException, InterruptedException {
    try (stream) {
      Optional<ServerSentEvent> event = stream.next();
      while (event.isPresent()) {
        if (event.get().type().equals("progress")) {
          listener.accept(RecordJson.read(event.get().data(), DocumentProgress.class));
        }
        event = stream.next();
      }
    }
  }

  @Override
  public void close() {
    if (reader != null) {
      reader.interrupt();
    }
  }
}
