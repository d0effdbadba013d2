package dev.groundwire.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Clients that know one node each, and read answers there to their ends. */
final class Audience implements AutoCloseable {
  private static final Duration TOLD = Duration.ofSeconds(30);
  private static final long END_SECONDS = 60;

  private final Fleet fleet;
  private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
  private final List<WatchedAnswer> answers = new ArrayList<>();
  private final List<Future<?>> reading = new ArrayList<>();
  private final List<Balancer> doors = new ArrayList<>();

  Audience(Fleet fleet) {
    this.fleet = fleet;
  }

  private interface Reading {
    void run() throws InterruptedException;
  }

  /** Returns once its text has begun. */
  WatchedAnswer ask(Member at, String question) throws InterruptedException {
    WatchedAnswer answer = at(at);
    return begin(answer, () -> answer.run(question));
  }

  /** The same answer at another node. */
  WatchedAnswer follow(Member at, WatchedAnswer other) throws InterruptedException {
    WatchedAnswer answer = at(at);
    return begin(answer, () -> answer.follow(other.answer()));
  }

  private WatchedAnswer at(Member member) throws InterruptedException {
    Balancer door = new Balancer(List.of(member));
    doors.add(door);
    return new WatchedAnswer(door);
  }

  private WatchedAnswer begin(WatchedAnswer answer, Reading read) throws InterruptedException {
    answers.add(answer);
    reading.add(
        clients.submit(() -> {
          read.run();
          return answer;
        }));
    Eventually.so(
        "an answer is told",
        TOLD,
        () -> !answer.text().isEmpty(),
        () -> answer + "\n" + fleet.said());
    return answer;
  }

  /** Each was told everything once, and one end. */
  void awaitEnds() throws InterruptedException {
    try {
      for (Future<?> reader : reading) {
        reader.get(END_SECONDS, TimeUnit.SECONDS);
      }
    } catch (ExecutionException | TimeoutException endless) {
      throw new AssertionError("answers without an end: " + answers, endless);
    }
    assertThat(answers)
        .allSatisfy(answer -> {
          assertThat(answer.isGapless()).as(answer.toString()).isTrue();
          assertThat(answer.ends()).as(answer.toString()).isEqualTo(1);
        });
  }

  @Override
  public void close() {
    doors.forEach(Balancer::close);
    clients.shutdownNow();
  }
}
