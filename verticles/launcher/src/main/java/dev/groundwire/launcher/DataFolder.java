package dev.groundwire.launcher;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The folder that holds everything; nobody else may look into it. */
final class DataFolder {
  private DataFolder() {}

  static void prepare(Path folder) {
    try {
      boolean fresh = !Files.exists(folder);
      Files.createDirectories(folder);
      if (fresh && FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      }
    } catch (IOException unusable) {
      throw new StartFailure(
          "DATA_DIR cannot be used: "
              + folder
              + " ("
              + unusable.getMessage()
              + "); name a folder that can be written",
          unusable);
    }
  }
}
