package dev.groundwire.ingestion.parse;

import java.io.IOException;
import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Walks XML as a stream, with no document type, no entities and no reach outside. */
final class SafeXml {
  private static final XMLInputFactory FACTORY = XMLInputFactory.newDefaultFactory();

  static {
    FACTORY.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    FACTORY.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    FACTORY.setProperty(XMLInputFactory.IS_COALESCING, false);
  }

  /** What to do at each event; the reader stands on it. */
  interface Handler {
    void start(String name, XMLStreamReader xml);

    void end(String name);

    void text(String content);
  }

  private SafeXml() {}

  static void walk(InputStream content, Handler handler) throws IOException {
    try (content) {
      XMLStreamReader xml = FACTORY.createXMLStreamReader(content);
      int fallback = 0;
      while (xml.hasNext()) {
        switch (xml.next()) {
          case XMLStreamConstants.START_ELEMENT -> {
            // Old programs' copy of what an AlternateContent's Choice says: reading both doubles
            // it.
            if (fallback > 0 || xml.getLocalName().equals("Fallback")) {
              fallback++;
            } else {
              handler.start(xml.getLocalName(), xml);
            }
          }
          case XMLStreamConstants.END_ELEMENT -> {
            if (fallback > 0) {
              fallback--;
            } else {
              handler.end(xml.getLocalName());
            }
          }
          case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
            if (fallback == 0) {
              handler.text(xml.getText());
            }
          }
          case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
              throw ParseRefused.hostile("it declares XML entities");
          default -> {} // comments, processing instructions, ignorable space
        }
      }
    } catch (XMLStreamException broken) {
      throw new IOException(broken.getMessage(), broken);
    }
  }

  /** The attribute of that local name in any namespace, or an empty string. */
  static String attribute(XMLStreamReader xml, String localName) {
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      if (xml.getAttributeLocalName(i).equals(localName)) {
        return xml.getAttributeValue(i);
      }
    }
    return "";
  }
}
