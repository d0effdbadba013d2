package dev.groundwire.launcher.product;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of the packaged jar and what it prints. */
public final class Child implements AutoCloseable {
  private static final Duration END = Duration.ofSeconds(40);

  private final Process process;
  private final Lines out;
  private final Lines err;

  Child(Process process) {
    this.process = process;
    this.out = new Lines(process.getInputStream());
    this.err = new Lines(process.getErrorStream());
    try {
      process.getOutputStream().close();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  Lines out() {
    return out;
  }

  Lines err() {
    return err;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  int exitCode(Duration patience) throws InterruptedException {
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("not ended within " + patience + ":\n" + said());
    }
    return process.exitValue();
  }

  /** SIGKILL. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    exitCode(END);
  }

  /** SIGTERM. */
  int terminate() throws InterruptedException {
    process.destroy();
    return exitCode(END);
  }

  /** The last of what it printed, for messages of failed tests. */
  public String said() {
    List<String> lines = err.soFar();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
