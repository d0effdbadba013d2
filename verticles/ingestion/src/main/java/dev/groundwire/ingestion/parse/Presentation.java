package dev.groundwire.ingestion.parse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamReader;
import org.apache.poi.openxml4j.opc.PackagePart;

/**
 * Slides in the order of the show, each with its diagrams, chart titles, speaker notes and
 * comments.
 */
final class Presentation {
  private final OfficePackage office;
  private final DocumentText into;

  Presentation(OfficePackage office, DocumentText into) {
    this.office = office;
    this.into = into;
  }

  void read(PackagePart main) throws IOException {
    List<String> ids = slideIds(main);
    if (ids.size() > into.limits().maxPages()) {
      throw ParseRefused.tooLarge(ids.size() + " slides");
    }
    for (int i = 0; i < ids.size(); i++) {
      Optional<PackagePart> slide = office.related(main, "slide", ids.get(i));
      if (slide.isEmpty()) {
        into.note("Slide " + (i + 1) + " is missing in the file.");
      } else {
        read(slide.get(), i + 1);
      }
      into.progress(i + 1, ids.size());
    }
  }

  private void read(PackagePart slide, int number) throws IOException {
    into.page(number);
    into.leaveSections();
    office.walk(slide, new SlideShapes(into, true));
    for (String type : List.of("diagramData", "chart", "notesSlide", "comments")) {
      for (PackagePart part : office.related(slide, type)) {
        office.walk(part, new SlideShapes(into, false));
      }
    }
  }

  private List<String> slideIds(PackagePart main) throws IOException {
    List<String> ids = new ArrayList<>();
    office.walk(
        main,
        new SafeXml.Handler() {
          @Override
          public void start(String name, XMLStreamReader xml) {
            if (name.equals("sldId")) {
              ids.add(relationOf(xml));
            }
          }

          @Override
          public void end(String name) {}

          @Override
          public void text(String content) {}
        });
    return ids;
  }

  /** A slide has a number called id and a relationship called r:id. */
  private static String relationOf(XMLStreamReader xml) {
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      String namespace = xml.getAttributeNamespace(i);
      if (xml.getAttributeLocalName(i).equals("id") && namespace != null && !namespace.isEmpty()) {
        return xml.getAttributeValue(i);
      }
    }
    return "";
  }
}
