package dev.groundwire.platform.telemetry;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Takes addresses of people and secrets out of a text. What most lines are made of has none of the
 * few characters that it looks for first, and costs next to nothing.
 */
final class Redaction {
  static final String SECRET = "[secret]";
  private static final String EMAIL = "[email]";
  private static final int LONGEST_LOCAL = 64;
  private static final int LONGEST_DOMAIN = 253;
  private static final String ENCODED_AT = "%40";

  private static final Set<String> SECRET_KEYS =
      Set.of(
          "authorization",
          "api_key",
          "apikey",
          "x_api_key",
          "token",
          "access_token",
          "secret",
          "password",
          "credentials",
          "cookie",
          "set_cookie");

  /** As the header has it: whatever stands behind the scheme. */
  private static final Pattern SCHEME =
      Pattern.compile("(?i)(bearer|basic)((?:\\s|%20|\\+)++:?\\s*+)[^\\s\"',;<>&]++");

  /** By how they begin: OpenAI and those who took its form, GitHub, Slack, Google, webhooks. */
  private static final Pattern ISSUED =
      Pattern.compile(
          "(?<![A-Za-z])(?:[sprg]s?k[-_]|gh[pousr]_|xox[abprs]-|AIza|whsec_)[A-Za-z0-9+/=_.-]{6,}+");

  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)((?<![a-z])(?:authorization|(?:x-)?api[-_]?key|(?:access|refresh|id|auth)?[-_]?token"
              + "|(?:client[-_]?)?secret|password|passwd|pwd|signature|cookie|(?<=[?&])key)"
              + "\\\\*+[\"']?\\s*+(?:=|:|%3[ad])\\s*+)"
              + "(?:\"[^\"]*+\"?|'[^']*+'?|\\\\++\"[^\"\\\\]*+\\\\*+\"?|[^\\s\"',;&}\\])\\\\]++)");

  /** The part of an URL before its host: a password, or a key alone. */
  private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^\\s/@\"'?#]++@");

  private Redaction() {}

  /** True for the key of a value that is a secret as a whole. */
  static boolean isSecret(String key) {
    return SECRET_KEYS.contains(key.toLowerCase(Locale.ROOT).replace('-', '_'));
  }

  static String of(String text) {
    String told = text;
    boolean hasAt = told.indexOf('@') >= 0;
    if (hasAt && told.contains("://")) {
      told = USER_INFO.matcher(told).replaceAll(SECRET + "@");
    }
    if (hasAt || told.contains(ENCODED_AT)) {
      told = withoutEmail(told);
    }
    if (mayHaveScheme(told)) {
      told = SCHEME.matcher(told).replaceAll("$1 " + SECRET);
    }
    if (told.indexOf('-') >= 0 || told.indexOf('_') >= 0 || told.contains("AIza")) {
      told = ISSUED.matcher(told).replaceAll(SECRET);
    }
    if (told.indexOf('=') >= 0 || told.indexOf(':') >= 0 || told.indexOf('%') >= 0) {
      told = NAMED.matcher(told).replaceAll("$1" + SECRET);
    }
    return told;
  }

  private static boolean mayHaveScheme(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.contains("bearer") || lower.contains("basic");
  }

  /** By hand: an expression would look at long words again from each of their letters. */
  private static String withoutEmail(String text) {
    StringBuilder told = new StringBuilder(text.length());
    int copied = 0;
    int at = 0;
    while (at < text.length()) {
      int behind = at + lengthOfAt(text, at);
      if (behind == at) {
        at++;
        continue;
      }
      int from = at;
      while (from > copied && at - from < LONGEST_LOCAL && isLocal(text.charAt(from - 1))) {
        from--;
      }
      int to = endOfDomain(text, behind);
      if (from < at && to > behind) {
        told.append(text, copied, from).append(EMAIL);
        copied = to;
      }
      at = Math.max(behind, copied);
    }
    return told.append(text, copied, text.length()).toString();
  }

  private static int lengthOfAt(String text, int at) {
    return switch (text.charAt(at)) {
      case '@' -> 1;
      case '%' -> text.startsWith(ENCODED_AT, at) ? ENCODED_AT.length() : 0;
      default -> 0;
    };
  }

  /** Behind the last label of letters that follows a dot; {@code from} when there is none. */
  private static int endOfDomain(String text, int from) {
    int end = from;
    int label = from;
    int most = Math.min(text.length(), from + LONGEST_DOMAIN);
    for (int next = from; next <= most; next++) {
      char letter = next < most ? text.charAt(next) : ' ';
      if (Character.isLetterOrDigit(letter) || letter == '-') {
        continue;
      }
      boolean isTop = label > from && next - label >= 2 && Character.isLetter(text.charAt(label));
      if (isTop) {
        end = next;
      }
      if (letter != '.') {
        break;
      }
      label = next + 1;
    }
    return end;
  }

  private static boolean isLocal(char letter) {
    return Character.isLetterOrDigit(letter) || "._+-'%!#$*^`{|}~".indexOf(letter) >= 0;
  }
}
