package dev.groundwire.loadtests.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * What one run does, all of it from the seed.
 *
 * @param ops business transactions begun, spread evenly over {@code load}
 */
record Plan(long seed, Transport transport, int ops, Duration load, List<PlannedFault> faults) {
  private static final int KEYS = 64;
  private static final int FAULTS = 6;
  private static final double HOT = 0.2;
  private static final double ROLLED_BACK = 0.1;
  private static final double SLOW = 0.05;
  private static final double FLAKY = 0.02;
  private static final double POISON = 0.004;
  private static final int LONGEST_PAUSE_MILLIS = 400;

  Plan {
    faults = List.copyOf(faults);
  }

  /** Seeds in a row have between them every fault of the transport. */
  static Plan of(long seed, Transport transport, int ops, Duration load) {
    Random random = new Random(seed);
    List<Fault> chosen = new ArrayList<>();
    for (int i = 0; i < FAULTS; i++) {
      // Every second seed is the other transport's.
      chosen.add(inTurn(transport, (seed - 1) / 2 * FAULTS + i));
    }
    Collections.shuffle(chosen, random);
    // The first and the last tenth are quiet; the others overlap as it comes.
    long tenth = load.toMillis() / 10;
    List<PlannedFault> faults = new ArrayList<>();
    for (Fault fault : chosen) {
      long at = tenth + random.nextLong(8 * tenth);
      faults.add(new PlannedFault(Duration.ofMillis(at), fault, random.nextInt(1 << 20)));
    }
    faults.sort(Comparator.comparing(PlannedFault::at));
    return new Plan(seed, transport, ops, load, faults);
  }

  /** All of them, then all of them in another order, and so on. */
  private static Fault inTurn(Transport transport, long number) {
    List<Fault> faults = new ArrayList<>(List.of(Fault.values()));
    faults.removeIf(fault -> transport == Transport.IN_PROCESS && fault.needsBroker());
    Collections.shuffle(faults, new Random(number / faults.size()));
    return faults.get((int) (number % faults.size()));
  }

  /** Both in turn. */
  static Transport transportOf(long seed) {
    return seed % 2 == 0 ? Transport.IN_PROCESS : Transport.JETSTREAM;
  }

  Op op(int number) {
    Random random = new Random(seed * 1_000_003 + number);
    random.nextInt(); // the first draws of neighbouring seeds are alike
    int key = random.nextDouble() < HOT ? 0 : 1 + random.nextInt(KEYS - 1);
    boolean slow = random.nextDouble() < SLOW;
    return new Op(
        new UUID(random.nextLong(), random.nextLong()),
        key(key),
        random.nextDouble() < POISON,
        random.nextDouble() < FLAKY,
        random.nextDouble() < ROLLED_BACK,
        slow ? Duration.ofMillis(random.nextInt(LONGEST_PAUSE_MILLIS)) : Duration.ZERO);
  }

  /** Of a key of its own, since nothing of its key can be committed before it. */
  Op longOp(int number, Duration pause) {
    Random random = new Random(seed * 7_919 + number);
    UUID id = new UUID(random.nextLong(), random.nextLong());
    return new Op(id, key(KEYS + number), false, false, false, pause);
  }

  private UUID key(int number) {
    return new UUID(seed, number);
  }

  /** When the op is begun, since the beginning of the load. */
  Duration begin(int number) {
    return load.multipliedBy(number).dividedBy(ops);
  }
}
