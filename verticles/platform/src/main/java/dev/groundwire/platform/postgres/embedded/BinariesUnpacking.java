package dev.groundwire.platform.postgres.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Unpacks the server's programs once; several processes may try at the same time. */
final class BinariesUnpacking {
  private static final Logger LOG = LoggerFactory.getLogger(BinariesUnpacking.class);

  private BinariesUnpacking() {}

  /** Gives the folder that holds {@code bin}, {@code lib} and {@code share}. */
  static Path unpack(BinariesArchive archive, Path into) {
    try {
      Path target = into.resolve(archive.key());
      if (!Files.isDirectory(target)) {
        Files.createDirectories(into);
        Path staging = Files.createTempDirectory(into, "unpacking-");
        Files.setPosixFilePermissions(staging, PosixFilePermissions.fromString("rwxr-xr-x"));
        extract(archive, staging);
        putInPlace(staging, target);
        LOG.atInfo().addKeyValue("folder", target).log("postgres binaries unpacked");
      }
      return target;
    } catch (IOException failed) {
      throw new EmbeddedPostgresException(
          "The PostgreSQL programs cannot be unpacked into "
              + into
              + " ("
              + failed
              + "): it needs 60 MB free and this user's permission to write.",
          failed);
    }
  }

  private static void extract(BinariesArchive archive, Path into) throws IOException {
    try (InputStream packed = new BufferedInputStream(archive.open());
        TarArchiveInputStream tar =
            new TarArchiveInputStream(new XZCompressorInputStream(packed))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        write(entry, tar, inside(into, into.resolve(entry.getName())), into);
      }
    }
  }

  private static void write(TarArchiveEntry entry, InputStream content, Path file, Path root)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(file);
      return;
    }
    Files.createDirectories(file.resolveSibling(""));
    if (entry.isSymbolicLink()) {
      inside(root, file.resolveSibling(entry.getLinkName()));
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(content, file);
    String permissions = (entry.getMode() & 0b001_000_000) == 0 ? "rw-r--r--" : "rwxr-xr-x";
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private static Path inside(Path root, Path file) throws IOException {
    if (!file.normalize().startsWith(root)) {
      throw new IOException("the archive reaches out of its folder: " + file);
    }
    return file;
  }

  private static void putInPlace(Path staging, Path target) throws IOException {
    try {
      Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException impossible) {
      throw impossible;
    } catch (FileSystemException taken) {
      if (!Files.isDirectory(target)) {
        throw taken;
      }
      Folders.delete(staging); // another process was faster; its folder is the same
    }
  }
}
