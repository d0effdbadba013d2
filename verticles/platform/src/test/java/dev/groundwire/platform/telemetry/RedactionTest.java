package dev.groundwire.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
  private static final String MARK = "s3cr3tPart9Zq";

  private static final List<String> SECRETS =
      List.of(
          "Authorization: Bearer " + MARK,
          "authorization=Bearer\t" + MARK + ".abc",
          "Bearer " + MARK,
          "Basic " + MARK + "==",
          "{\"Authorization\":\"Bearer " + MARK + "\"}",
          "{\"api_key\": \"" + MARK + "\"}",
          "{\"password\":\"two words " + MARK + "\"}",
          "{\\\"apiKey\\\":\\\"" + MARK + "\\\"}",
          "/v1/x?a=1&api_key=" + MARK + "&b=2",
          "/v1/x?apikey=" + MARK,
          "/v1/x?key=" + MARK,
          "https://x.example/?access_token=" + MARK,
          "X-API-Key: " + MARK,
          "postgresql://user:" + MARK + "@localhost:5432/db",
          "https://" + MARK + "@host/path",
          "sk-" + MARK,
          "sk-proj-abc_" + MARK,
          "whsec_" + MARK + "+/=",
          "ghp_" + MARK,
          "client_secret=" + MARK,
          "password: " + MARK);

  private static final List<String> PEOPLE =
      List.of(
          MARK + "@example.com",
          "anna." + MARK + "+tag@mail.example.co.uk",
          MARK + "%40example.org",
          "<" + MARK + "@example.com>",
          "mailto:" + MARK + "@example.com?subject=hi",
          "MÜLLER-" + MARK + "@beispiel.de");

  @Test
  void leavesNoSecretAndNoAddressWhereverTheyStand() {
    List<String> planted = new ArrayList<>(SECRETS);
    planted.addAll(PEOPLE);
    Random random = new Random(7);
    List<String> around =
        List.of("", " ", "a b ", "\n", "x=1, ", "(", "'", "\"", "@ ", "a@b ", "%4");
    for (int round = 0; round < 2_000; round++) {
      String secret = planted.get(random.nextInt(planted.size()));
      String other = planted.get(random.nextInt(planted.size()));
      String text =
          around.get(random.nextInt(around.size()))
              + secret
              + " "
              + around.get(random.nextInt(around.size()))
              + other;
      assertThat(Redaction.of(text)).as(text).doesNotContain(MARK);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "facts not relayed, trying again",
        "groundwire/default answered in 12:30",
        "org.example.Foo@1a2b3c4d",
        "marked@15.0.1",
        "prompt_tokens=12 tokens: 5",
        "risk-averse task_name disk-free",
        "0197f0c2-9a52-7c1e-8a44-2f1f3b1c9d10",
        "ERROR: duplicate key value violates unique constraint \"document_pkey\"",
        "Key (id)=(5) exists",
        "http://127.0.0.1:8080/api/v1/documents?limit=5"
      })
  void leavesTheRestAsItIs(String text) {
    assertThat(Redaction.of(text)).isEqualTo(text);
  }

  @Test
  void keepsWhatStandsAround() {
    assertThat(Redaction.of("from anna@example.com: Bearer abc, then more"))
        .isEqualTo("from [email]: Bearer [secret], then more");
    assertThat(Redaction.of("GET /x?a=1&api_key=abc&b=2"))
        .isEqualTo("GET /x?a=1&api_key=[secret]&b=2");
  }

  /** In time that grows with its length: a square of it would not end within this test. */
  @Test
  void takesLongTextsInOnePass() {
    for (String unit :
        List.of("a", "a@", "@", "a.", "bearer ", "key=", "sk-", "%40", "\\\"", "://a")) {
      String text = unit.repeat(400_000 / unit.length());
      assertThat(Redaction.of(text + " " + MARK + "@example.com")).doesNotContain(MARK);
    }
  }

  @Test
  void knowsValuesThatAreSecretsByTheirKey() {
    assertThat(Redaction.isSecret("X-API-Key")).isTrue();
    assertThat(Redaction.isSecret("answer")).isFalse();
  }
}
