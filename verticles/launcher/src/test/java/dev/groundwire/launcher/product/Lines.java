package dev.groundwire.launcher.product;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What a process prints, to be waited for line by line. */
final class Lines {
  private final List<String> lines = new ArrayList<>();
  private boolean ended;

  Lines(InputStream from) {
    Thread.ofPlatform().daemon().name("lines").start(() -> read(from));
  }

  private void read(InputStream from) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        add(line);
      }
    } catch (IOException killed) {
      add("(broken off: " + killed.getMessage() + ")");
    } finally {
      end();
    }
  }

  private synchronized void add(String line) {
    lines.add(line);
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** The first such line; empty when the process ended, or the patience, without one. */
  synchronized Optional<String> await(Predicate<String> wanted, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    int seen = 0;
    while (true) {
      for (; seen < lines.size(); seen++) {
        if (wanted.test(lines.get(seen))) {
          return Optional.of(lines.get(seen));
        }
      }
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (ended || left <= 0) {
        return Optional.empty();
      }
      wait(left);
    }
  }

  /** All of them, once the process has closed its side. */
  List<String> all(Duration patience) throws InterruptedException {
    await(line -> false, patience);
    return soFar();
  }

  synchronized List<String> soFar() {
    return List.copyOf(lines);
  }
}
