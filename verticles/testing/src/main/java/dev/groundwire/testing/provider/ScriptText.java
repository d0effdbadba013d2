package dev.groundwire.testing.provider;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A script in the words of the request that it answers, for a provider that runs as a process of
 * its own: {@code ttft=20ms,gap=20ms,tokens=64,fail-after=10}.
 *
 * <p>They stand in the header {@code x-script}, in the model's name after {@code script:}, or
 * anywhere in the last message as {@code [script: ...]}. Times are {@code 20ms}, {@code 1500us} or
 * {@code 2s}.
 *
 * <table>
 * <caption>Words</caption>
 * <tr><td>{@code ttft}</td><td>until the first token (0ms)</td></tr>
 * <tr><td>{@code head}</td><td>until the head and the role ({@code ttft})</td></tr>
 * <tr><td>{@code gap}</td><td>before each further token (0ms)</td></tr>
 * <tr><td>{@code tokens}</td><td>how many (16); each is its number, from 0, and a space</td></tr>
 * <tr><td>{@code text}</td><td>each token instead of its number</td></tr>
 * <tr><td>{@code stamp=yes}</td><td>with the time of writing, see {@link Step.Stamp}</td></tr>
 * <tr><td>{@code burst}</td><td>tokens that follow each gap (1)</td></tr>
 * <tr><td>{@code pad}</td><td>further characters of each token (0)</td></tr>
 * <tr><td>{@code tools}</td><td>pieces of a call of a tool after the text (0)</td></tr>
 * <tr><td>{@code keep-alive}</td><td>a comment before every so-manieth token (0: none)</td></tr>
 * <tr><td>{@code end}</td><td>the finish reason (stop)</td></tr>
 * <tr><td>{@code usage=no}</td><td>without the count of tokens</td></tr>
 * <tr><td>{@code fail-after}</td><td>tokens until the connection is closed</td></tr>
 * <tr><td>{@code error-after}</td><td>tokens until an error object within the stream</td></tr>
 * <tr><td>{@code stall-after}</td><td>tokens until nothing comes any more</td></tr>
 * <tr><td>{@code malformed-after}</td><td>tokens until a chunk that is no JSON</td></tr>
 * <tr><td>{@code status}</td><td>to refuse with</td></tr>
 * <tr><td>{@code header-NAME}</td><td>of the response, as {@code header-retry-after=2}</td></tr>
 * <tr><td>{@code cut}</td><td>bytes of one write at most</td></tr>
 * <tr><td>{@code read-after}</td><td>time until the request's body is read; header only</td></tr>
 * </table>
 */
final class ScriptText {
  private static final Pattern IN_MESSAGE = Pattern.compile("\\[script: *([^\\]]*)\\]");
  private static final Pattern TIME = Pattern.compile("(\\d+)(us|ms|s)");
  private static final String IN_MODEL = "script:";
  private static final int PROMPT_TOKENS = 10;

  private final Map<String, String> words = new HashMap<>();
  private final Map<String, String> headers = new HashMap<>();

  private ScriptText(String text) {
    for (String word : text.split(",", -1)) {
      String[] pair = word.strip().split("=", 2);
      if (pair.length != 2) {
        throw new IllegalArgumentException(word + " is no word of a script; it is KEY=VALUE");
      }
      String key = pair[0].toLowerCase(Locale.ROOT);
      if (key.startsWith("header-")) {
        headers.put(key.substring("header-".length()), pair[1]);
      } else {
        words.put(key, pair[1]);
      }
    }
  }

  static Optional<String> ofModel(String model) {
    int at = model.indexOf(IN_MODEL);
    return at < 0 ? Optional.empty() : Optional.of(model.substring(at + IN_MODEL.length()));
  }

  /** The last one counts, as earlier ones may be quoted. */
  static Optional<String> ofMessage(String text) {
    Matcher matcher = IN_MESSAGE.matcher(text);
    Optional<String> last = Optional.empty();
    while (matcher.find()) {
      last = Optional.of(matcher.group(1));
    }
    return last;
  }

  static Script read(String text) {
    ScriptText words = new ScriptText(text);
    Script script = words.script();
    if (!words.words.isEmpty()) {
      throw new IllegalArgumentException("a script has no word " + words.words.keySet());
    }
    return script;
  }

  private Script script() {
    int status = number("status", 200);
    int cut = number("cut", 0);
    Duration readAfter = time("read-after", Duration.ZERO);
    List<Step> steps =
        status == 200
            ? steps()
            : List.of(
                new Step.Wait(time("ttft", Duration.ZERO)),
                new Step.Send("{\"error\":{\"type\":\"scripted\",\"message\":\"scripted\"}}"));
    return new Script(status, headers, steps, cut, readAfter);
  }

  private List<Step> steps() {
    Map<Integer, Step> endings = new HashMap<>();
    endings.put(number("fail-after", -1), new Step.Disconnect());
    endings.put(number("error-after", -1), new Step.Fail("server_error", "scripted"));
    endings.put(number("stall-after", -1), new Step.Stall());
    endings.put(number("malformed-after", -1), new Step.Send("data: {\"choices\":[{\n\n"));
    Duration first = time("ttft", Duration.ZERO);
    Duration head = time("head", first);
    Duration gap = time("gap", Duration.ZERO);
    int tokens = number("tokens", 16);
    int tools = number("tools", 0);
    if (tools == 1) {
      throw new IllegalArgumentException("tools is not 0, 2 or more: 1");
    }
    String end = word("end", tools > 0 ? "tool_calls" : "stop");
    boolean counted = !"no".equals(word("usage", "yes"));
    int burst = Math.max(1, number("burst", 1));
    int keepAlive = number("keep-alive", 0);
    boolean stamped = "yes".equals(word("stamp", "no"));
    String text = word("text", "");
    String pad = "x".repeat(number("pad", 0));
    List<Step> steps = new ArrayList<>();
    steps.add(new Step.Wait(head));
    if (!endings.containsKey(0)) {
      steps.add(new Step.Begin());
    }
    for (int i = 0; i <= tokens; i++) {
      Step ending = endings.get(i);
      if (ending != null) {
        steps.add(ending);
        return steps;
      }
      if (i == tokens) {
        break;
      }
      if (keepAlive > 0 && i % keepAlive == 0) {
        steps.add(new Step.KeepAlive());
      }
      if (i % burst == 0) {
        steps.add(new Step.Wait(i == 0 ? first.minus(head) : gap));
      }
      steps.add(
          stamped ? new Step.Stamp(i) : new Step.Say((text.isEmpty() ? i + " " : text) + pad));
    }
    for (int i = 0; i < tools; i++) {
      boolean opens = i == 0;
      steps.add(
          new Step.CallTool(
              0,
              opens ? "call_scripted" : "",
              opens ? "look" : "",
              opens ? "{" : i == tools - 1 ? "\"at\":0}" : " "));
    }
    steps.add(new Step.Finish(end));
    if (counted) {
      steps.add(new Step.Count(PROMPT_TOKENS, tokens));
    }
    steps.add(Script.DONE);
    return steps;
  }

  private String word(String key, String otherwise) {
    String value = words.remove(key);
    return value == null ? otherwise : value;
  }

  private int number(String key, int otherwise) {
    String value = words.remove(key);
    try {
      return value == null ? otherwise : Integer.parseInt(value);
    } catch (NumberFormatException none) {
      throw new IllegalArgumentException(key + " is not a number: " + value, none);
    }
  }

  private Duration time(String key, Duration otherwise) {
    String value = words.remove(key);
    if (value == null) {
      return otherwise;
    }
    Matcher matcher = TIME.matcher(value);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(key + " is not a time such as 20ms: " + value);
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "us" -> Duration.ofNanos(1000 * amount);
      case "ms" -> Duration.ofMillis(amount);
      default -> Duration.ofSeconds(amount);
    };
  }
}
