package dev.groundwire.launcher.cluster;

import dev.groundwire.launcher.client.Pause;
import dev.groundwire.launcher.product.Api;
import dev.groundwire.launcher.product.GeneratedDocument;
import dev.groundwire.launcher.product.Reply;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Clients of all kinds, that go on until they are told to end. */
final class Load implements AutoCloseable {
  private static final Duration BETWEEN_UPLOADS = Duration.ofMillis(750);
  private static final Duration BETWEEN_SEARCHES = Duration.ofMillis(250);
  private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(100);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
  private static final Duration END = Duration.ofSeconds(60);
  private static final int ASKERS = 6;

  private final Balancer balancer;
  private final String question;
  private final Queue<GeneratedDocument> left;
  private final Map<UUID, GeneratedDocument> accepted = new ConcurrentHashMap<>();
  private final List<WatchedAnswer> answers = new CopyOnWriteArrayList<>();
  private final AtomicInteger searches = new AtomicInteger();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> clients = new ArrayList<>();
  private volatile boolean ending;
  private @Nullable Future<?> watching;

  private Load(Balancer balancer, String question, List<GeneratedDocument> documents) {
    this.balancer = balancer;
    this.question = question;
    this.left = new ConcurrentLinkedQueue<>(documents);
  }

  static Load begin(Balancer balancer, String question, List<GeneratedDocument> documents) {
    Load load = new Load(balancer, question, documents);
    load.client(load::upload);
    load.client(load::upload);
    load.client(load::search);
    for (int i = 0; i < ASKERS; i++) {
      load.client(load::ask);
    }
    load.watching = load.threads.submit(load::dropSilentLines);
    return load;
  }

  private void client(Callable<?> client) {
    clients.add(threads.submit(client));
  }

  private Void upload() throws InterruptedException {
    GeneratedDocument next = left.poll();
    while (!ending && next != null) {
      if (isTaken(next)) {
        next = left.poll();
      }
      Pause.real().of(BETWEEN_UPLOADS);
    }
    return null;
  }

  /** Whoever gets no answer sends it once more: the server knows its bytes. */
  private boolean isTaken(GeneratedDocument document) throws InterruptedException {
    try {
      Reply reply = balancer.send(Calls.upload(document));
      if (reply.status() == 202) {
        accepted.put(reply.firstDocument(), document);
      }
      return reply.status() == 202;
    } catch (IOException unserved) {
      return false; // the balancer has written it down
    }
  }

  private Void search() throws InterruptedException {
    while (!ending) {
      try {
        balancer.send(Calls.search("hybrid", "the captain's letter of that winter"));
        searches.incrementAndGet();
      } catch (IOException unserved) {
        // the balancer has written it down
      }
      Pause.real().of(BETWEEN_SEARCHES);
    }
    return null;
  }

  private Void ask() throws InterruptedException {
    while (!ending) {
      WatchedAnswer answer = new WatchedAnswer(balancer);
      answers.add(answer);
      answer.run(question);
      Pause.real().of(BETWEEN_QUESTIONS);
    }
    return null;
  }

  private Void dropSilentLines() throws InterruptedException {
    while (!threads.isShutdown()) {
      answers.forEach(WatchedAnswer::dropIfSilent);
      Pause.real().of(BETWEEN_LOOKS);
    }
    return null;
  }

  /** The documents that some node has answered for with 202. */
  Map<UUID, GeneratedDocument> accepted() {
    return new HashMap<>(accepted);
  }

  int searches() {
    return searches.get();
  }

  List<WatchedAnswer> answers() {
    return List.copyOf(answers);
  }

  /** Answers that are being read from there, and have begun to be written. */
  long streamingFrom(Member member) {
    return answers.stream()
        .filter(answer -> answer.member() == member.number() && !answer.text().isEmpty())
        .count();
  }

  long done() {
    return answers.stream().filter(answer -> answer.outcome().equals("done")).count();
  }

  /** Nothing new is begun; returns when what is under way has come to its end. */
  void finish() throws InterruptedException {
    ending = true;
    try {
      for (Future<?> client : clients) {
        client.get(END.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (ExecutionException | TimeoutException failure) {
      throw new AssertionError("a client did not come to its end: " + answers, failure);
    }
  }

  /** Returns once every document that was taken is {@code ready}. */
  static void awaitReady(Balancer balancer, Map<UUID, GeneratedDocument> accepted, Fleet fleet)
      throws InterruptedException {
    Map<UUID, String> states = new HashMap<>();
    Eventually.so(
        accepted.size() + " documents are ready",
        Duration.ofSeconds(60),
        () -> {
          states.putAll(states(balancer, accepted));
          return accepted.keySet().stream().allMatch(id -> "ready".equals(states.get(id)));
        },
        () -> {
          states.keySet().retainAll(accepted.keySet());
          states.values().removeIf("ready"::equals);
          return "others: " + states + "\n" + fleet.said();
        });
  }

  private static Map<UUID, String> states(Balancer balancer, Map<UUID, GeneratedDocument> accepted)
      throws IOException, InterruptedException {
    Map<UUID, String> states = new HashMap<>();
    accepted.keySet().forEach(id -> states.put(id, "unknown"));
    String cursor = "";
    do {
      JsonObject page =
          balancer
              .send(Calls.get(Api.WORKSPACE + "/documents?limit=100" + cursor))
              .expect(200)
              .json();
      for (Object item : page.getJsonArray("items")) {
        JsonObject document = (JsonObject) item;
        states.put(UUID.fromString(document.getString("id")), document.getString("status"));
      }
      String next = page.getString("nextCursor");
      cursor = next == null ? "" : "&cursor=" + next;
    } while (!cursor.isEmpty());
    return states;
  }

  @Override
  public void close() {
    ending = true;
    if (watching != null) {
      watching.cancel(true);
    }
    threads.shutdownNow();
  }
}
