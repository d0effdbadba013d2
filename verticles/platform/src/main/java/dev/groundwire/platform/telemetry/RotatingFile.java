package dev.groundwire.platform.telemetry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file of lines that begins anew before it would grow beyond a size. Its forerunners are
 * numbered, 1 the latest; they are renamed by who writes, between two lines, so that none is lost.
 */
final class RotatingFile implements AutoCloseable {
  private final Path file;
  private final long most;
  private final int backups;
  private FileChannel channel;
  private long size;

  RotatingFile(Path file, long most, int backups) throws IOException {
    this.file = file;
    this.most = most;
    this.backups = backups;
    Files.createDirectories(file.toAbsolutePath().getParent());
    this.channel = open();
    this.size = channel.size();
  }

  private FileChannel open() throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** The line is written also where the file cannot be rotated, of which it fails then. */
  void write(byte[] line) throws IOException {
    IOException notRotated = null;
    if (size > 0 && size + line.length > most) {
      notRotated = rotated();
    }
    if (!channel.isOpen()) { // as after the interruption of a thread that wrote
      channel = open();
    }
    ByteBuffer bytes = ByteBuffer.wrap(line);
    long whole = channel.size(); // not what is counted, which begins anew when nothing rotates
    try {
      while (bytes.hasRemaining()) {
        size += channel.write(bytes);
      }
    } catch (IOException full) {
      channel.truncate(whole); // half a line would stop whoever reads the file
      throw full;
    }
    if (notRotated != null) {
      throw notRotated;
    }
  }

  /** What went wrong; then it is tried again after as many bytes. */
  private @Nullable IOException rotated() {
    try {
      rotate();
      return null;
    } catch (IOException failure) {
      size = 0;
      return failure;
    }
  }

  private void rotate() throws IOException {
    channel.close();
    try {
      for (int number = backups - 1; number >= 1; number--) {
        if (Files.exists(numbered(number))) {
          replace(numbered(number), numbered(number + 1));
        }
      }
      if (backups > 0) {
        replace(file, numbered(1));
      } else {
        Files.delete(file);
      }
    } finally {
      channel = open(); // whatever failed: the lines go on
      size = channel.size();
    }
  }

  private static void replace(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  private Path numbered(int number) {
    return file.resolveSibling(file.getFileName() + "." + number);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
