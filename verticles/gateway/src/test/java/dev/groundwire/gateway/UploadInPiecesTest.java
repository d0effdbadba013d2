package dev.groundwire.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wherever the network cuts a body, the files in it are what was sent. */
class UploadInPiecesTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  /** Bytes: more than what begins a boundary. */
  private static final int NEAR = 14;

  @Order(GatewayFixture.LAST)
  @RegisterExtension
  static final GatewayFixture GATEWAY = GatewayFixture.of(POSTGRES, VERTX);

  private final StoredParts parts = new StoredParts(POSTGRES);

  @AfterEach
  void forget() {
    parts.forget();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text of more than the few bytes of a boundary and its line break",
        "its last line is short\nx",
        "it ends with a return\r",
        "it ends with two\r\r",
        "and with a line break\r\n",
        "\r",
        "a return, and a short line\r\r\nx\r",
        "what begins like a boundary\r\n--front\r\n--fronti"
      })
  void takesWhatWasSentHoweverItIsCut(String text) throws Exception {
    byte[] body =
        new Multipart().file("one.txt", text).field("tags", "a").file("other.txt", text).whole();
    String sha256 = "\"sha256\":\"" + sha256(text) + "\"";
    List<String> wrong = new ArrayList<>();
    for (List<Integer> cuts : (Iterable<List<Integer>>) cuts(body)::iterator) {
      String reply = GATEWAY.raw(chunked(body, cuts));
      if (reply.split(sha256, -1).length != 3) {
        wrong.add("cut at " + cuts + ": " + reply);
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** Once and twice near what ends a part, and behind every byte. */
  private static Stream<List<Integer>> cuts(byte[] body) {
    String text = new String(body, US_ASCII);
    List<Integer> near =
        IntStream.range(NEAR, body.length - 1)
            .filter(cut ->
                text.substring(cut - NEAR, Math.min(text.length(), cut + NEAR)).contains("\n--"))
            .boxed()
            .toList();
    return Stream.of(
            near.stream().map(List::of),
            near.stream().map(cut -> List.of(cut, cut + 1)),
            Stream.of(IntStream.range(1, body.length).boxed().toList()))
        .flatMap(each -> each);
  }

  /** A chunk of the transfer encoding is one for the server too, whatever the network does. */
  private static String chunked(byte[] body, List<Integer> cuts) {
    StringBuilder request = new StringBuilder();
    request
        .append("POST /api/v1/workspaces/default/documents HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        .append("Connection: close\r\nTransfer-Encoding: chunked\r\nContent-Type: ")
        .append(Multipart.CONTENT_TYPE)
        .append("\r\n\r\n");
    int from = 0;
    for (int to : Stream.concat(cuts.stream(), Stream.of(body.length)).toList()) {
      request
          .append(Integer.toHexString(to - from))
          .append("\r\n")
          .append(new String(body, from, to - from, US_ASCII))
          .append("\r\n");
      from = to;
    }
    return request.append("0\r\n\r\n").toString();
  }

  private static String sha256(String text) throws NoSuchAlgorithmException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(US_ASCII));
    return HexFormat.of().formatHex(digest);
  }
}
