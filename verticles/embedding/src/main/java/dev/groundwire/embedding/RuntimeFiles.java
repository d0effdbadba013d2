package dev.groundwire.embedding;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * The model and native libraries of this process, unpacked once into a folder: left to themselves
 * the libraries unpack into the home folder, or into the temporary folder at every start, where a
 * killed process leaves them.
 */
final class RuntimeFiles {
  private static final String NATIVE = "/ai/onnxruntime/native/";

  private final Path folder;

  RuntimeFiles(Path folder) {
    this.folder = folder.toAbsolutePath();
  }

  /** Must run before the first use of the library, and decides for the whole process. */
  void prepareTokenizer() {
    setUnlessSet("ENGINE_CACHE_DIR", folder.toString());
    setUnlessSet("DJL_CACHE_DIR", folder.toString());
    setUnlessSet("jna.tmpdir", create(folder).toString());
    // The tokenizers' library otherwise looks for a GPU to download a matching build, and reports
    // its start to its makers.
    setUnlessSet("RUST_FLAVOR", "cpu");
    setUnlessSet("ai.djl.offline", "true");
    setUnlessSet("OPT_OUT_TRACKING", "true");
  }

  /** Must run before the first use of the library, and decides for the whole process. */
  void prepareRuntime() {
    if (System.getProperty("onnxruntime.native.path") == null) {
      unpackRuntime();
    }
  }

  private void unpackRuntime() {
    String platform = platform();
    List<URL> libraries =
        List.of("onnxruntime", "onnxruntime4j_jni").stream()
            .map(name ->
                RuntimeFiles.class.getResource(
                    NATIVE + platform + "/" + System.mapLibraryName(name)))
            .toList();
    if (libraries.contains(null)) {
      throw new IllegalStateException(
          "embedding.provider=local cannot run on "
              + platform
              + ": ONNX Runtime has no build for it. Set EMBEDDING_PROVIDER=openai.");
    }
    Path into = folder.resolve("onnxruntime-" + version(libraries.getFirst()));
    for (URL library : libraries) {
      String path = library.getPath();
      unpack(library, into.resolve(path.substring(path.lastIndexOf('/') + 1)));
    }
    setUnlessSet("onnxruntime.native.path", into.toString());
  }

  /** The file of a local model, whose content is the one that its identity tells. */
  Path model(LocalModelCard card) {
    URL resource = RuntimeFiles.class.getResource(card.onnxResource());
    if (resource == null) {
      throw new IllegalStateException(card.onnxResource() + " is not on the class path");
    }
    Path file = folder.resolve(card.id() + "-" + card.sha256().substring(0, 12) + ".onnx");
    if (!Files.exists(file) || !sha256(file).equals(card.sha256())) {
      copy(resource, file);
      if (!sha256(file).equals(card.sha256())) {
        throw new IllegalStateException(
            card.onnxResource() + " is another file than " + card.identity() + " names");
      }
    }
    return file;
  }

  private static void unpack(URL resource, Path file) {
    if (!Files.exists(file)) {
      copy(resource, file);
    }
  }

  /** Several processes may do this at once: each moves a whole file into place. */
  private static void copy(URL resource, Path file) {
    try (InputStream in = resource.openStream()) {
      Path parent = create(file.resolveSibling("unpacking"));
      Path whole = Files.createTempFile(parent, "file", ".tmp");
      try {
        Files.copy(in, whole, StandardCopyOption.REPLACE_EXISTING);
        Files.move(
            whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(whole);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot unpack " + file, failed);
    }
  }

  /** Tells two builds apart without reading them: a jar knows the checksum of each entry. */
  private static String version(URL resource) {
    try {
      URLConnection connection = resource.openConnection();
      return connection instanceof JarURLConnection jar
          ? HexFormat.of().toHexDigits((int) jar.getJarEntry().getCrc())
          : Long.toHexString(connection.getLastModified());
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read " + resource, unreadable);
    }
  }

  private static String sha256(Path file) {
    try (DigestInputStream in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      byte[] buffer = new byte[1 << 16];
      while (in.read(buffer) >= 0) {
        // read for the digest only
      }
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read " + file, unreadable);
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  /** As ONNX Runtime names it. */
  private static String platform() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch", "");
    boolean arm = processor.equals("aarch64") || processor.equals("arm64");
    return (os.contains("mac") ? "osx" : os.contains("windows") ? "win" : "linux")
        + (arm ? "-aarch64" : "-x64");
  }

  private static Path create(Path directory) {
    try {
      return Files.createDirectories(directory);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot create " + directory, failed);
    }
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
