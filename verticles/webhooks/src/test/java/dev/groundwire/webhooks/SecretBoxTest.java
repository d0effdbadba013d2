package dev.groundwire.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretBoxTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final UUID OWNER = new UUID(1, 2);

  @TempDir Path folder;

  @Test
  void opensWhatItHasSealedForTheSameOwnerOnly() {
    SecretBox box = new SecretBox(SecretKeys.load(null, folder, RANDOM), RANDOM);
    byte[] sealed = box.seal("whsec_ü", OWNER);
    assertThat(new String(sealed, StandardCharsets.UTF_8)).doesNotContain("whsec");
    assertThat(box.seal("whsec_ü", OWNER)).isNotEqualTo(sealed);
    assertThat(box.open(sealed, OWNER)).isEqualTo("whsec_ü");
    assertThatExceptionOfType(UnreadableSecretException.class)
        .isThrownBy(() -> box.open(sealed, new UUID(1, 3)))
        .withMessageContaining("SECRET_KEY");
  }

  @Test
  void anotherKeyOpensNothingAndNoBitMayChange() {
    SecretBox box = new SecretBox(new byte[SecretKeys.BYTES], RANDOM);
    byte[] sealed = box.seal("whsec_", OWNER);
    SecretBox other = new SecretBox(SecretKeys.load(null, folder, RANDOM), RANDOM);
    assertThatExceptionOfType(UnreadableSecretException.class)
        .isThrownBy(() -> other.open(sealed, OWNER));
    for (int place = 0; place < sealed.length; place++) {
      byte[] changed = sealed.clone();
      changed[place] ^= 1;
      assertThatExceptionOfType(UnreadableSecretException.class)
          .isThrownBy(() -> box.open(changed, OWNER));
    }
  }

  @Test
  void aKeyOfItsOwnIsMadeOnceAndReadByTheOwnerOnly() throws IOException {
    byte[] key = SecretKeys.load(null, folder, RANDOM);
    assertThat(key).hasSize(32).isEqualTo(SecretKeys.load(null, folder, RANDOM));
    Path file = folder.resolve("secret.key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void theConfiguredKeyIsBase64Of32Bytes() {
    String configured = Base64.getEncoder().encodeToString(new byte[32]);
    assertThat(SecretKeys.load(configured, folder, RANDOM)).isEqualTo(new byte[32]);
    assertThat(folder.resolve("secret.key")).doesNotExist();
    for (String wrong :
        new String[] {"x", "%%%", Base64.getEncoder().encodeToString(new byte[31])}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SecretKeys.parse(wrong))
          .withMessageContaining("openssl rand -base64 32");
    }
  }
}
