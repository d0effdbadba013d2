package dev.groundwire.ingestion.parse;

import java.util.Map;
import javax.xml.stream.XMLStreamReader;

/** Collects foot- or endnotes by {@code type:id}. */
final class WordNotes implements SafeXml.Handler {
  private final String type;
  private final Map<String, String> notes;
  private final StringBuilder text = new StringBuilder();
  private String id = "";
  private boolean words;

  /**
   * @param type {@code footnotes} or {@code endnotes}
   */
  WordNotes(String type, Map<String, String> notes) {
    this.type = type.substring(0, type.length() - 1);
    this.notes = notes;
  }

  @Override
  public void start(String name, XMLStreamReader xml) {
    if (name.equals(type)) {
      id = SafeXml.attribute(xml, "id");
      text.setLength(0);
    }
    words = name.equals("t");
  }

  @Override
  public void end(String name) {
    words = false;
    if (name.equals("p")) {
      text.append('\n');
    } else if (name.equals(type) && !text.toString().isBlank()) {
      notes.put(type + ":" + id, text.toString());
    }
  }

  @Override
  public void text(String content) {
    if (words) {
      text.append(content);
    }
  }
}
