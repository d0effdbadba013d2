package dev.groundwire.loadtests.chaos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The suite from a command line. */
public final class Chaos {
  private Chaos() {}

  /**
   * Options: {@code --seeds 5} how many, {@code --first 1} the first of them, {@code --ops 2500} of
   * each, {@code --seconds 12} of load, {@code --transport in-process|jetstream} (both in turn
   * without it), {@code --bug cursor-by-id|ack-before-commit|no-inbox}.
   */
  public static void main(String... arguments) throws Exception {
    Map<String, String> options = options(arguments);
    long first = Long.parseLong(options.getOrDefault("--first", "1"));
    int seeds = Integer.parseInt(options.getOrDefault("--seeds", "5"));
    int ops = Integer.parseInt(options.getOrDefault("--ops", "2500"));
    Duration load = Duration.ofSeconds(Long.parseLong(options.getOrDefault("--seconds", "12")));
    Optional<Transport> transport =
        Optional.ofNullable(options.get("--transport"))
            .map(name -> Transport.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')));
    PlantedBug bug = PlantedBug.of(options.getOrDefault("--bug", "none"));
    Path folder = Files.createTempDirectory("groundwire-chaos-");
    List<Outcome> outcomes = new ArrayList<>();
    try (Arena arena = Arena.open(folder)) {
      for (long seed = first; seed < first + seeds; seed++) {
        Plan plan = Plan.of(seed, transport.orElse(Plan.transportOf(seed)), ops, load);
        Outcome outcome = ChaosRun.run(arena, plan, bug);
        System.out.println(outcome);
        outcomes.add(outcome);
      }
    }
    long red = outcomes.stream().filter(outcome -> !outcome.isGreen()).count();
    System.out.printf(
        "%d seeds, %d red, %d facts; logs in %s%n",
        outcomes.size(), red, outcomes.stream().mapToInt(Outcome::facts).sum(), folder);
    System.exit(red == 0 ? 0 : 1);
  }

  private static Map<String, String> options(String... arguments) {
    if (arguments.length % 2 != 0) {
      throw new IllegalArgumentException(
          "an option without a value among " + Arrays.toString(arguments));
    }
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < arguments.length; i += 2) {
      options.put(arguments[i], arguments[i + 1]);
    }
    return options;
  }
}
