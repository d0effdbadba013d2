package dev.groundwire.launcher.command;

import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.chat.Citation;
import dev.groundwire.bus.chat.Source;
import dev.groundwire.launcher.client.ApiFailure;
import dev.groundwire.launcher.client.EventStream;
import dev.groundwire.launcher.client.GroundwireClient;
import dev.groundwire.launcher.client.ServerSentEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads one answer to its end, through dropped connections. */
final class StreamedAnswer {
  private static final int RECONNECTS = 5;

  private final GroundwireClient client;
  private final Consumer<String> onText;
  private final Consumer<String> onState;
  private final List<Source> sources = new ArrayList<>();
  private final SortedSet<Integer> cited = new TreeSet<>();
  private @Nullable UUID answerId;
  private @Nullable Done done;

  /**
   * @param onText gets the text piece by piece
   * @param onState gets what happens before the first piece
   */
  StreamedAnswer(GroundwireClient client, Consumer<String> onText, Consumer<String> onState) {
    this.client = client;
    this.onText = onText;
    this.onState = onState;
  }

  /** Returns when the answer is complete. */
  void read(String workspace, String question, List<UUID> documentIds) throws InterruptedException {
    EventStream stream = client.ask(workspace, question, documentIds);
    String last = "";
    for (int reconnects = 0; ; reconnects++) {
      try (EventStream current = stream) {
        Optional<ServerSentEvent> event = current.next();
        while (event.isPresent()) {
          last = event.get().id();
          accept(event.get());
          event = current.next();
        }
      } catch (IOException dropped) {
        if (reconnects >= RECONNECTS) {
          throw new ApiFailure("The answer was cut off: " + dropped.getMessage());
        }
      }
      if (done != null) {
        return;
      }
      if (answerId == null || reconnects >= RECONNECTS) {
        throw new ApiFailure("The answer ended before it was complete");
      }
      stream = client.resume(answerId, last);
    }
  }

  private void accept(ServerSentEvent event) {
    String data = event.data();
    switch (event.type()) {
      case "status" -> {
        Status status = RecordJson.read(data, Status.class);
        status.answerId().ifPresent(id -> answerId = id);
        onState.accept(status.state());
      }
      case "sources" -> sources.addAll(RecordJson.read(data, Sources.class).sources());
      case "delta" -> onText.accept(RecordJson.read(data, Delta.class).text());
      case "citation" -> cited.add(RecordJson.read(data, Citation.class).n());
      case "done" -> done = RecordJson.read(data, Done.class);
      case "error" -> {
        Problem problem = RecordJson.read(data, Problem.class);
        throw new ApiFailure(problem.detail().or(problem::title).orElse("The answer failed"));
      }
      default -> {
        // An event of a newer server.
      }
    }
  }

  UUID id() {
    if (answerId == null) {
      throw new ApiFailure("The server did not name its answer");
    }
    return answerId;
  }

  String model() {
    return done == null ? "" : done.model().orElse("");
  }

  /** The sources the text cites, in the order of their numbers. */
  List<Source> citedSources() {
    return sources.stream().filter(source -> cited.contains(source.n())).toList();
  }

  private record Status(String state, Optional<UUID> answerId) {}

  private record Sources(List<Source> sources) {}

  private record Delta(String text) {}

  private record Done(Optional<String> model) {}

  private record Problem(Optional<String> title, Optional<String> detail) {}
}
