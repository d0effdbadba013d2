package dev.groundwire.gateway.documents;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.gateway.http.PlainText;
import java.util.Arrays;
import java.util.List;

/** Tags as they are sent: several fields, or one with commas. */
final class Tags {
  private static final int MOST = 32;
  private static final int LONGEST = 64;

  private Tags() {}

  static List<String> of(List<String> given) {
    List<String> tags =
        given.stream()
            .flatMap(text -> Arrays.stream(text.split(",", -1)))
            .map(String::strip)
            .filter(tag -> !tag.isEmpty())
            .distinct()
            .toList();
    if (tags.size() > MOST || tags.stream().anyMatch(tag -> tag.length() > LONGEST)) {
      throw new BusFailure(
          FailureCode.INVALID_REQUEST,
          "tags: at most " + MOST + " tags of at most " + LONGEST + " characters each.");
    }
    if (!tags.stream().allMatch(PlainText::isLine)) {
      throw new BusFailure(
          FailureCode.INVALID_REQUEST, "tags: a tag holds a control character or a line break.");
    }
    return tags;
  }
}
