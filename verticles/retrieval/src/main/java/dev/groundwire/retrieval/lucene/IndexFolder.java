package dev.groundwire.retrieval.lucene;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.store.LockObtainFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of an index. One that cannot be read, or has another layout, is set aside and an empty
 * one begun: the database has all that was in it.
 */
final class IndexFolder {
  /** Grows when the fields or the analysis change. */
  static final String LAYOUT = "1";

  private static final Logger LOG = LoggerFactory.getLogger(IndexFolder.class);
  private static final String LAYOUT_KEY = "layout";

  private final Path path;

  IndexFolder(Path path) {
    this.path = path;
  }

  /** What a writer needs, held open together. */
  record Opened(Directory directory, IndexWriter writer) {}

  /**
   * @param settings called again for a second attempt, since a configuration serves one writer
   */
  Opened open(Supplier<IndexWriterConfig> settings) {
    try {
      Files.createDirectories(path);
      try {
        return openAsIs(settings.get());
      } catch (LockObtainFailedException taken) {
        throw new IllegalStateException(
            "the index in " + path + " is in use by another process; stop that one first", taken);
      } catch (IOException | IllegalArgumentException | IllegalStateException failure) {
        if (!isUnreadable(failure)) {
          throw failure; // a full disk or a missing right heals otherwise; the index may be whole
        }
        setAside(failure);
        return openAsIs(settings.get());
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("the index in " + path + " cannot be opened", failure);
    }
  }

  private static boolean isUnreadable(Exception failure) {
    return switch (failure) {
      case CorruptIndexException _ -> true;
      case IndexFormatTooOldException _ -> true;
      case IndexFormatTooNewException _ -> true;
      case EOFException _ -> true;
      case FileNotFoundException _ -> true;
      case NoSuchFileException _ -> true;
      case IOException _ -> false;
      default -> true; // a codec that this version does not know
    };
  }

  private Opened openAsIs(IndexWriterConfig settings) throws IOException {
    Directory directory = FSDirectory.open(path);
    try {
      boolean exists;
      // Checked under the lock: another process's index must not look damaged.
      try (Lock lock = directory.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
        lock.ensureValid();
        exists = DirectoryReader.indexExists(directory);
        check(directory, exists);
      }
      IndexWriter writer = new IndexWriter(directory, settings);
      writer.setLiveCommitData(Map.of(LAYOUT_KEY, LAYOUT).entrySet());
      if (!exists) {
        writer.commit(); // so that a kill from now on leaves an index
      }
      return new Opened(directory, writer);
    } catch (IOException | RuntimeException failure) {
      directory.close();
      throw failure;
    }
  }

  private void check(Directory directory, boolean exists) throws IOException {
    if (exists) {
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        String layout = reader.getIndexCommit().getUserData().getOrDefault(LAYOUT_KEY, "none");
        if (!layout.equals(LAYOUT)) {
          throw new CorruptIndexException(
              "layout is " + layout + ", not " + LAYOUT, path.toString());
        }
      }
    } else if (holdsFiles()) {
      throw new CorruptIndexException("there are files but no index", path.toString());
    }
  }

  private boolean holdsFiles() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.anyMatch(file -> !file.endsWith(IndexWriter.WRITE_LOCK_NAME));
    }
  }

  /** Keeps the last unreadable one for whoever wants to know why. */
  private void setAside(Exception cause) throws IOException {
    Path aside = path.resolveSibling(path.getFileName() + "-unreadable");
    LOG.atWarn()
        .addKeyValue("folder", path)
        .addKeyValue("movedTo", aside)
        .setCause(cause)
        .log("index not readable, built again from the database");
    delete(aside);
    Files.move(path, aside);
    Files.createDirectories(path);
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }
}
