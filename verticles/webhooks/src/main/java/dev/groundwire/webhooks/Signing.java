package dev.groundwire.webhooks;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Secrets and signatures as Standard Webhooks has them. */
final class Signing {
  private static final String PREFIX = "whsec_";
  private static final int SECRET_BYTES = 32;

  private Signing() {}

  static String newSecret(SecureRandom random) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return PREFIX + Base64.getEncoder().encodeToString(secret);
  }

  /**
   * The three headers of a delivery.
   *
   * @param secrets those valid now: a subscriber accepts a delivery that one of them has signed
   */
  static Map<String, String> headers(UUID id, Instant at, String body, List<String> secrets) {
    long seconds = at.getEpochSecond();
    List<String> signatures =
        secrets.stream().map(secret -> sign(secret, id.toString(), seconds, body)).toList();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("webhook-id", id.toString());
    headers.put("webhook-timestamp", Long.toString(seconds));
    headers.put("webhook-signature", String.join(" ", signatures));
    return headers;
  }

  private static String sign(String secret, String id, long seconds, String body) {
    try {
      return new Webhook(secret).sign(id, seconds, body);
    } catch (WebhookSigningException missing) {
      throw new IllegalStateException("this Java has no HMAC-SHA256", missing);
    }
  }
}
