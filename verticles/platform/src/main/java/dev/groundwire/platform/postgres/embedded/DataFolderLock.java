package dev.groundwire.platform.postgres.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a second JVM out of the data folder; the operating system releases it if this one dies. */
final class DataFolderLock implements AutoCloseable {
  private final FileLock lock;
  private final Path owner;

  private DataFolderLock(FileLock lock, Path owner) {
    this.lock = lock;
    this.owner = owner;
  }

  static DataFolderLock take(Path directory) {
    try {
      Files.createDirectories(directory);
      Path owner = directory.resolve("postgres.owner");
      // To open and close the lock file once more would release this JVM's lock: look at the other.
      if (Files.exists(owner) && Files.readString(owner).equals(identity())) {
        throw refused(directory, "this process itself");
      }
      FileChannel channel =
          FileChannel.open(
              directory.resolve("postgres.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        throw refused(directory, Files.exists(owner) ? holder(owner) : "another process");
      }
      Files.writeString(owner, identity());
      return new DataFolderLock(lock, owner);
    } catch (IOException failed) {
      throw new EmbeddedPostgresException(
          "The data folder "
              + directory
              + " cannot be used ("
              + failed
              + "): set DATA_DIR to a folder that this user may write.",
          failed);
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(owner);
      lock.acquiredBy().close();
    } catch (IOException failed) {
      throw new EmbeddedPostgresException("The lock cannot be released: " + failed, failed);
    }
  }

  private static EmbeddedPostgresException refused(Path directory, String holder) {
    return new EmbeddedPostgresException(
        "The data folder "
            + directory
            + " is already in use by "
            + holder
            + ": stop that Groundwire first, or set DATA_DIR to another folder.");
  }

  private static String holder(Path owner) throws IOException {
    return "process " + Files.readString(owner).split(" ", 2)[0];
  }

  /** With the start time, because in containers each run has the same process id. */
  private static String identity() {
    ProcessHandle self = ProcessHandle.current();
    return self.pid() + " " + self.info().startInstant().map(Object::toString).orElse("");
  }
}
