package dev.groundwire.llm.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.llm.Priority;
import dev.groundwire.bus.llm.ProviderView;
import dev.groundwire.llm.ProviderConfig;
import dev.groundwire.llm.ProviderConfig.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thousands of calls that end in every way, in random order. */
class RandomCallsTest {
  private static final int CALLS = 3_000;
  private static final int MOST = 12;

  private final List<ScriptedJob> jobs = new ArrayList<>();
  private final List<Ticket> tickets = new ArrayList<>();
  private final List<ScriptedJob.ScriptedAttempt> live = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void endsEachCallOnceAndFreesEverything(long seed) {
    Random random = new Random(seed);
    ProviderConfig first =
        Bench.provider("first", Kind.OPENAI, 1, 3, MOST, seed % 3 == 0 ? 40_000 : 0, "a", "b");
    ProviderConfig second = Bench.provider("second", Kind.OPENAI, 1, 1, MOST, 0, "a");
    ProviderConfig third = Bench.provider("third", 2, MOST, "b", "c");
    Bench bench = new Bench(Bench.config(4, 60), seed, first, second, third);
    // The weather: now all is well, now everything fails.
    int badness = 0;
    while (jobs.size() < CALLS) {
      if (random.nextInt(200) == 0) {
        badness = random.nextInt(3);
      }
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> submit(bench, random);
        case 3 -> cancelOne(random);
        case 4 -> bench.timing.pass(random.nextInt(400));
        default -> drive(random, badness);
      }
      check(bench);
    }
    finish(bench, random);
    assertThat(bench.toldStates()).contains("open", "half-open", "closed");
    assertThat(bench.dispatcher.describe().retries()).isPositive();
    assertThat(bench.dispatcher.describe().failovers()).isPositive();
    assertThat(bench.dispatcher.describe().refused()).isPositive();
    for (ScriptedJob job : jobs) {
      assertThat(job.terminals).isEqualTo(job.isCancelled ? 0 : 1);
      assertThat(job.attempts).allMatch(attempt -> attempt.isOver);
    }
    for (ProviderView view : bench.dispatcher.describe().providers()) {
      assertThat(view.running()).as(view.name()).isZero();
      assertThat(view.waiting()).as(view.name()).isZero();
    }
  }

  /** First come, first served: of one workspace, at one provider that does not fail. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void keepsTheOrderOfEachWorkspace(long seed) {
    Random random = new Random(seed);
    Bench bench = new Bench(Bench.config(3, 2_000), seed, Bench.provider("p", 1, 5, "a"));
    Map<UUID, Integer> last = new HashMap<>();
    for (int i = 0; i < 2_000; i++) {
      int number = i;
      UUID workspace = new UUID(7, random.nextInt(6));
      ScriptedJob job = new ScriptedJob();
      job.onStart =
          attempt -> {
            live.add(attempt);
            Integer before = last.put(workspace, number);
            assertThat(before == null || before < number).isTrue();
          };
      jobs.add(job);
      tickets.add(
          bench.submit(
              job,
              bench.call(workspace, Priority.INTERACTIVE, Duration.ofHours(9), Optional.empty())));
      if (random.nextInt(10) == 0) {
        cancelOne(random);
      }
      drive(random, 0, 0);
      bench.timing.pass(random.nextInt(300));
      check(bench);
    }
    while (jobs.stream().anyMatch(RandomCallsTest::isOpen)) {
      drive(random, 0, 0);
      drive(random, 0, 0);
      bench.timing.pass(100);
    }
    assertThat(bench.view("p").running()).isZero();
  }

  private void submit(Bench bench, Random random) {
    ScriptedJob job = new ScriptedJob();
    job.onStart = live::add;
    job.tokens = 1 + random.nextInt(2_000);
    UUID workspace = new UUID(7, random.nextInt(5));
    Priority priority = random.nextInt(4) == 0 ? Priority.BACKGROUND : Priority.INTERACTIVE;
    Optional<String> model =
        random.nextInt(3) == 0
            ? Optional.empty()
            : Optional.of(List.of("a", "b", "c", "no").get(random.nextInt(40) / 13));
    jobs.add(job);
    tickets.add(
        bench.submit(
            job, bench.call(workspace, priority, Duration.ofMillis(random.nextInt(5_000)), model)));
  }

  private void cancelOne(Random random) {
    if (!jobs.isEmpty()) {
      int which = Math.max(0, jobs.size() - 1 - random.nextInt(60));
      ScriptedJob job = jobs.get(which);
      if (job.terminals == 0) {
        job.isCancelled = true;
      }
      tickets.get(which).cancel();
    }
  }

  private void drive(Random random, int badness) {
    drive(random, badness, 1);
  }

  private void drive(Random random, int badness, int least) {
    while (!live.isEmpty()) {
      int which = random.nextInt(live.size());
      ScriptedJob.ScriptedAttempt attempt = live.get(which);
      if (!attempt.isOver) {
        drive(attempt, random, badness, least);
        return;
      }
      live.set(which, live.getLast());
      live.removeLast();
    }
  }

  private static void drive(
      ScriptedJob.ScriptedAttempt attempt, Random random, int badness, int least) {
    boolean fails = random.nextInt(10) < least + 4 * badness;
    if (attempt.job.served != null) {
      if (fails) {
        attempt.breakDown();
      } else {
        attempt.end(random.nextInt(1_000), random.nextInt(1_000));
      }
      return;
    }
    if (least > 0 && random.nextInt(3) == 0) {
      attempt.limits(
          new ProviderLimits(
              OptionalLong.of(random.nextInt(50)),
              random.nextBoolean() ? OptionalLong.of(random.nextInt(20_000)) : OptionalLong.empty(),
              random.nextBoolean()
                  ? Optional.of(Duration.ofMillis(random.nextInt(3_000)))
                  : Optional.empty()));
    }
    if (fails) {
      AttemptFailure.Kind[] kinds = AttemptFailure.Kind.values();
      attempt.fail(
          kinds[random.nextInt(kinds.length)],
          random.nextInt(3) == 0
              ? Optional.of(Duration.ofMillis(random.nextInt(4_000)))
              : Optional.empty());
    } else if (random.nextInt(8) == 0) {
      attempt.end();
    } else {
      attempt.begin();
    }
  }

  private void finish(Bench bench, Random random) {
    for (int round = 0; round < 5_000 && jobs.stream().anyMatch(RandomCallsTest::isOpen); round++) {
      drive(random, 0);
      drive(random, 0);
      bench.timing.pass(100);
      check(bench);
    }
  }

  private static boolean isOpen(ScriptedJob job) {
    return job.terminals == 0 && !job.isCancelled;
  }

  private static void check(Bench bench) {
    for (ProviderView view : bench.dispatcher.describe().providers()) {
      assertThat(view.running()).isBetween(0, MOST);
      assertThat(view.limit()).isBetween(1, MOST);
      assertThat(view.waiting()).isBetween(0, 2_000);
    }
  }
}
