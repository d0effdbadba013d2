package dev.groundwire.launcher.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.testing.VertxFixture;
import dev.groundwire.testing.provider.Script;
import dev.groundwire.testing.provider.ScriptedProvider;
import dev.groundwire.testing.provider.Step;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A client that drops at any event and resumes there has the stored answer, byte for byte. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ResumeIT {
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration GAP = Duration.ofMillis(40); // longer than pieces are coalesced
  private static final List<String> FIRST =
      List.of("The lamp ", "was lit ", "in 1898 [1]", ", über ", "den Wolken ", "☂\n\n");
  private static final List<String> SECOND =
      List.of("by \"Ada\" ", "\\ Brandt ", "👩‍🚀", " [1]", ".\r\n", "Конец");

  @TempDir static Path folder;
  private static ScriptedProvider provider;
  private static Launch launch;
  private static Node node;

  @BeforeAll
  static void start() throws Exception {
    provider = ScriptedProvider.start(VERTX.vertx());
    launch =
        Launch.on(folder)
            .with("LLM_BASE_URL", provider.baseUrl())
            .with("LLM_API_KEY", "none")
            .with("LLM_MODEL", "scripted");
    node = launch.start();
    node.api()
        .ready(
            "lighthouse.txt",
            "The lamp of the lighthouse was lit in 1898 by Ada Brandt."
                .getBytes(StandardCharsets.UTF_8));
  }

  @AfterAll
  static void stop() throws InterruptedException, TimeoutException {
    try (Node ending = node;
        ScriptedProvider closing = provider) {
      assertThat(closing.seen()).isNotEmpty();
      ending.stop();
    }
  }

  @Test
  void resumesAnywhereWhileTheAnswerIsWritten() throws Exception {
    Promise<Void> goOn = Promise.promise();
    String events = events(ask(goOn));
    int written = eventsOfTheFirstHalf(events);
    List<Resumed> clients = new ArrayList<>();
    for (int cut = 1; cut <= written; cut++) {
      clients.add(Resumed.after(node.api(), events, cut));
    }
    assertThat(answer(events).getString("state")).isEqualTo("generating");
    goOn.complete();
    String text = textOf(rereading(events));
    for (Resumed client : clients) {
      assertThat(client.wholeText()).isEqualTo(text);
    }
    assertThat(text).isEqualTo(answer(events).getString("text")).isEqualTo(wholeText());
  }

  @Test
  void resumesAnywhereInTheStoredAnswer() throws Exception {
    String events = events(ask(opened()));
    List<EventReader.Event> log = rereading(events);
    assertEverySuffix(events, log);
    node.stop();
    node = launch.start();
    assertEverySuffix(events, log);
    node.kill();
    node = launch.start();
    assertEverySuffix(events, log);
    assertThat(answer(events).getString("text")).isEqualTo(textOf(log)).isEqualTo(wholeText());
  }

  @Test
  void resumesAnywhereWithThePublicClient() throws Exception {
    PublicClient client = PublicClient.ofEvents();
    Promise<Void> goOn = Promise.promise();
    String events = events(ask(goOn));
    int written = eventsOfTheFirstHalf(events);
    try (Child live = client.watch(node.api().base().resolve(events), cuts(0, written))) {
      assertThat(live.out().await("resumed"::equals, PATIENCE)).as(live::said).isPresent();
      assertThat(answer(events).getString("state")).isEqualTo("generating");
      goOn.complete();
      assertWhole(live, written + 1, events);
    }
    int all = rereading(events).size();
    List<String> everywhere = new ArrayList<>(cuts(0, all));
    everywhere.add("every");
    try (Child stored = client.watch(node.api().base().resolve(events), everywhere)) {
      assertWhole(stored, everywhere.size(), events);
    }
  }

  private static List<String> cuts(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(Integer::toString).toList();
  }

  private static void assertWhole(Child clients, int count, String events) throws Exception {
    assertThat(clients.exitCode(PATIENCE)).as(clients::said).isZero();
    List<JsonObject> seen =
        clients.out().all(PATIENCE).stream()
            .filter(line -> line.startsWith("{"))
            .map(JsonObject::new)
            .toList();
    assertThat(seen).hasSize(count);
    int all = rereading(events).size();
    for (JsonObject client : seen) {
      assertThat(client.getString("text"))
          .as(client::encode)
          .isEqualTo(answer(events).getString("text"));
      assertThat(client.getJsonArray("ids"))
          .containsExactlyElementsOf(IntStream.rangeClosed(1, all).boxed().toList());
      assertThat(client.getString("end")).isEqualTo("done");
      assertThat(client.getBoolean("closed")).isTrue();
    }
  }

  private static Promise<Void> opened() {
    Promise<Void> open = Promise.promise();
    open.complete();
    return open;
  }

  /** An answer whose first half is written at once, and its second when the test says so. */
  private static String ask(Promise<Void> goOn) throws IOException, InterruptedException {
    List<Step> steps = new ArrayList<>();
    FIRST.forEach(piece -> steps.addAll(List.of(new Step.Say(piece), new Step.Wait(GAP))));
    steps.add(new Step.Until(goOn.future()));
    SECOND.forEach(piece -> steps.addAll(List.of(new Step.Say(piece), new Step.Wait(GAP))));
    steps.addAll(List.of(new Step.Finish("stop"), new Step.Count(10, 10), Script.DONE));
    provider.next(Script.of(steps));
    JsonObject question = new JsonObject().put("question", "When was the lamp lit, and by whom?");
    return node.api()
        .send(
            node.api()
                .request(Api.WORKSPACE + "/ask")
                .header("Content-Type", "application/json")
                .header("Prefer", "respond-async")
                .POST(BodyPublishers.ofString(question.encode())))
        .expect(202)
        .headers()
        .firstValue("Location")
        .orElseThrow();
  }

  private static String events(String answer) {
    return answer + "/events";
  }

  private static JsonObject answer(String events) throws IOException, InterruptedException {
    return node.api().get(events.replace("/events", "")).expect(200).json();
  }

  private static int eventsOfTheFirstHalf(String path) throws IOException, InterruptedException {
    List<EventReader.Event> seen = new ArrayList<>();
    try (EventReader reader = node.api().events(path, "")) {
      while (!textOf(seen).equals(String.join("", FIRST))) {
        seen.add(reader.next().orElseThrow());
      }
    }
    return seen.size();
  }

  /** The whole log, by a client that drops after each single event. */
  private static List<EventReader.Event> rereading(String path)
      throws IOException, InterruptedException {
    List<EventReader.Event> seen = new ArrayList<>();
    Optional<EventReader.Event> last = Optional.empty();
    while (last.isEmpty() || !last.get().type().equals("done")) {
      String after = last.map(EventReader.Event::id).orElse("");
      try (EventReader reader = node.api().events(path, after)) {
        last = reader.next();
        seen.add(last.orElseThrow());
      }
    }
    assertThat(seen.stream().map(EventReader.Event::id))
        .containsExactlyElementsOf(cuts(1, seen.size()));
    return seen;
  }

  private static void assertEverySuffix(String path, List<EventReader.Event> log)
      throws IOException, InterruptedException {
    for (int after = 0; after < log.size(); after++) {
      String id = Integer.toString(after);
      try (EventReader byHeader = node.api().events(path, id);
          EventReader byQuery = node.api().events(path + "?after=" + id, "")) {
        assertThat(byHeader.rest()).isEqualTo(log.subList(after, log.size()));
        assertThat(byQuery.rest()).isEqualTo(log.subList(after, log.size()));
      }
    }
    try (EventReader nothingLeft = node.api().events(path, Integer.toString(log.size()))) {
      assertThat(nothingLeft.status()).isEqualTo(204);
    }
  }

  static String textOf(List<EventReader.Event> events) {
    StringBuilder text = new StringBuilder();
    for (EventReader.Event event : events) {
      if (event.type().equals("delta")) {
        text.append(new JsonObject(event.data()).getString("text"));
      }
    }
    return text.toString();
  }

  private static String wholeText() {
    return Stream.concat(FIRST.stream(), SECOND.stream()).reduce("", String::concat);
  }

  /** A client that has dropped once and watches again. */
  private record Resumed(List<EventReader.Event> before, EventReader after) {
    static Resumed after(Api api, String path, int cut) throws IOException, InterruptedException {
      List<EventReader.Event> before;
      try (EventReader reader = api.events(path, "")) {
        before = reader.upTo(cut);
      }
      return new Resumed(before, api.events(path, before.getLast().id()));
    }

    String wholeText() throws IOException {
      try (after) {
        return textOf(Stream.concat(before.stream(), after.rest().stream()).toList());
      }
    }
  }
}
