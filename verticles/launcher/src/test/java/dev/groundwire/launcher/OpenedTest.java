package dev.groundwire.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class OpenedTest {
  private final List<String> closed = new ArrayList<>();
  private final Opened opened = new Opened();

  @Test
  void closesTheLastFirstAndEachOnce() {
    opened.keep("log", "log", closed::add);
    opened.keep("pool", "pool", closed::add);
    opened.close();
    opened.close();
    assertThat(closed).containsExactly("pool", "log");
  }

  @Test
  void closesTheOthersWhenOneCannotBeClosed() {
    opened.keep("log", "log", closed::add);
    opened.keep(
        "pool",
        "pool",
        pool -> {
          throw new TimeoutException(pool);
        });
    opened.keep(
        "link",
        "link",
        link -> {
          throw new IllegalStateException(link);
        });
    opened.close();
    assertThat(closed).containsExactly("log");
  }
}
