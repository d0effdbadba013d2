package dev.groundwire.ingestion.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.ingestion.parse.ParseRefused.Reason;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictTest {
  private static Reason reason(String message) {
    return Verdict.of(new IllegalStateException(new IOException(message))).reason();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DOCTYPE is disallowed when the feature \"disallow-doctype-decl\" set to true.",
        "The entity \"lol9\" was referenced, but not declared.",
        "JAXP00010001: The parser has encountered more than \"2500\" entity expansions in this"
            + " document; this is the limit imposed by the JDK.",
        "External entity not allowed"
      })
  void refusesDeclaredEntitiesAsHostile(String message) {
    assertThat(reason(message)).isEqualTo(Reason.HOSTILE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "No identity matrix in the stream",
        "The identity of the part is not known",
        "The reference to entity \"a\" must end with the ';' delimiter.",
        "The entity name must immediately follow the '&' in the entity reference."
      })
  void takesOtherFailuresForDamage(String message) {
    assertThat(reason(message)).isEqualTo(Reason.DAMAGED);
  }
}
