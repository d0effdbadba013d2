package dev.groundwire.ingestion.parse;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamReader;

/**
 * Which paragraph styles are headings: by outline level, by name, or by the style they are based
 * on.
 */
final class WordStyles implements SafeXml.Handler {
  private static final Pattern HEADING = Pattern.compile("heading (\\d)");
  private static final int LONGEST_CHAIN = 10;

  private final Map<String, Integer> levels = new HashMap<>();
  private final Map<String, String> basedOn = new HashMap<>();
  private String id = "";

  /** 0 when paragraphs of the style are no headings. */
  int headingLevel(String style) {
    String at = style;
    for (int i = 0; i < LONGEST_CHAIN && !at.isEmpty(); i++) {
      Integer level = levels.get(at);
      if (level != null) {
        return level;
      }
      at = basedOn.getOrDefault(at, "");
    }
    return 0;
  }

  /** Word counts outline levels from 0; 9 is body text. */
  static int outlineLevel(String value) {
    return value.length() == 1 && value.charAt(0) >= '0' && value.charAt(0) <= '8'
        ? value.charAt(0) - '0' + 1
        : 0;
  }

  @Override
  public void start(String name, XMLStreamReader xml) {
    String value = SafeXml.attribute(xml, "val");
    switch (name) {
      case "style" -> id = SafeXml.attribute(xml, "styleId");
      case "name" -> {
        Matcher heading = HEADING.matcher(value.toLowerCase(Locale.ROOT));
        if (heading.matches()) {
          levels.put(id, Integer.parseInt(heading.group(1)));
        } else if (value.equalsIgnoreCase("title")) {
          levels.put(id, 1);
        }
      }
      case "basedOn" -> basedOn.put(id, value);
      case "outlineLvl" -> {
        if (outlineLevel(value) > 0) {
          levels.putIfAbsent(id, outlineLevel(value));
        }
      }
      default -> {} // how a style looks does not matter here
    }
  }

  @Override
  public void end(String name) {}

  @Override
  public void text(String content) {}
}
