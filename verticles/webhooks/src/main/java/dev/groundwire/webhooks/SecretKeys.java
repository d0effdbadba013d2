package dev.groundwire.webhooks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the key that seals secrets comes from: {@code SECRET_KEY}, or a file of the data folder.
 */
final class SecretKeys {
  static final int BYTES = 32;
  private static final String FILE = "secret.key";

  private SecretKeys() {}

  /**
   * The configured key, or that of the data folder, which is made when there is none.
   *
   * @throws IllegalArgumentException when it is no key; says what to do
   */
  static byte[] load(@Nullable String configured, Path folder, SecureRandom random) {
    if (configured != null) {
      return parse(configured);
    }
    Path file = folder.resolve(FILE);
    try {
      if (!Files.exists(file)) {
        create(file, random);
      }
      return decode(Files.readString(file), file.toString());
    } catch (IOException unusable) {
      throw new UncheckedIOException(
          "the key of sealed secrets cannot be kept in " + file + "; set SECRET_KEY", unusable);
    }
  }

  static byte[] parse(String configured) {
    return decode(configured, "SECRET_KEY");
  }

  private static void create(Path file, SecureRandom random) throws IOException {
    byte[] key = new byte[BYTES];
    random.nextBytes(key);
    Files.createDirectories(file.toAbsolutePath().getParent());
    // Whole or not at all: a key that is cut off by a crash would lock its secrets away.
    Path fresh = file.resolveSibling(FILE + "." + Long.toHexString(random.nextLong()));
    try {
      Files.newByteChannel(
              fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly())
          .close();
      Files.writeString(
          fresh, Base64.getEncoder().encodeToString(key) + "\n", StandardOpenOption.SYNC);
      Files.createLink(file, fresh);
    } catch (FileAlreadyExistsException madeByAnother) {
      return; // theirs is read
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static byte[] decode(String text, String source) {
    try {
      byte[] key = Base64.getDecoder().decode(text.strip());
      if (key.length == BYTES) {
        return key;
      }
    } catch (IllegalArgumentException notBase64) {
      throw new IllegalArgumentException(refusal(source), notBase64);
    }
    throw new IllegalArgumentException(refusal(source));
  }

  private static String refusal(String source) {
    return source + " is not base64 of 32 bytes; make one with: openssl rand -base64 32";
  }
}
