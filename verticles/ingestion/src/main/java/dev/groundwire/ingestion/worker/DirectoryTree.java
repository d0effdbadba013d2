package dev.groundwire.ingestion.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes a directory with all that is in it. */
final class DirectoryTree {
  private static final Logger LOG = LoggerFactory.getLogger(DirectoryTree.class);

  private DirectoryTree() {}

  /** A killed process may still be writing; what is left then is left to the operating system. */
  static void delete(Path root) {
    try (Stream<Path> tree = Files.walk(root)) {
      List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.deleteIfExists(each);
      }
    } catch (IOException | UncheckedIOException left) {
      LOG.atDebug().addKeyValue("directory", root).setCause(left).log("directory not deleted");
    }
  }
}
