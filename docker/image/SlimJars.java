import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Takes native libraries of other platforms out of the jars of a folder, and their symbols; gives
 * every jar the same time, which the cache of classes compares.
 */
final class SlimJars {
  private static final Map<String, String> FOLDERS =
      Map.of("onnxruntime-", "ai/onnxruntime/native", "tokenizers-", "native/lib", "jna-", "com/sun/jna");
  private static final Pattern PLATFORM =
      Pattern.compile("(linux|osx|darwin|win|win32|windows|aix|freebsd|openbsd|dragonflybsd|sunos)-.+");

  private SlimJars() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    List<String> own =
        switch (System.getProperty("os.arch")) {
          case "amd64" -> List.of("linux-x64", "linux-x86_64", "linux-x86-64");
          case "aarch64" -> List.of("linux-aarch64");
          case String other -> throw new IOException("no native libraries are known for " + other);
        };
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
        for (Map.Entry<String, String> entry : FOLDERS.entrySet()) {
          if (jar.getFileName().toString().startsWith(entry.getKey())) {
            slim(jar, entry.getValue(), own);
          }
        }
        Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2000-01-01T00:00:00Z")));
      }
    }
  }

  private static void slim(Path jar, String natives, List<String> own) throws IOException {
    long before = Files.size(jar);
    try (FileSystem content = FileSystems.newFileSystem(jar)) {
      List<Path> platforms;
      try (Stream<Path> below = Files.list(content.getPath(natives))) {
        platforms = below.filter(each -> PLATFORM.matcher(name(each)).matches()).toList();
      }
      if (platforms.stream().noneMatch(each -> own.contains(name(each)))) {
        throw new IOException(jar + " has nothing for this platform, only " + platforms);
      }
      for (Path platform : platforms) {
        if (!own.contains(name(platform))) {
          delete(platform);
        }
      }
    }
    System.out.printf("%s: %,d bytes instead of %,d%n", jar.getFileName(), Files.size(jar), before);
  }

  /** Folders of an archive may end in a slash. */
  private static String name(Path folder) {
    return folder.getFileName().toString().replace("/", "");
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted((one, other) -> other.compareTo(one)).toList()) {
        Files.delete(each);
      }
    }
  }
}
