package dev.groundwire.launcher.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;

/** The manual as a PDF of four pages. */
final class OwnersManual {
  private static final float MARGIN = 64;
  private static final float WIDTH = PDRectangle.A4.getWidth() - 2 * MARGIN;
  private static final float TITLE_SIZE = 18;
  private static final float TEXT_SIZE = 11;
  private static final PDFont BOLD = new PDType1Font(FontName.HELVETICA_BOLD);
  private static final PDFont PLAIN = new PDType1Font(FontName.HELVETICA);

  private static final List<Chapter> CHAPTERS =
      List.of(
          new Chapter(
              "Tern 3 owner's manual",
              """
              Thank you for choosing the Tern 3 cargo bicycle of Tidewater Cycle Works. Read this manual before the first ride and keep it with the bicycle.

              The Tern 3 weighs 34 kilograms without a battery. Its permitted total weight is 210 kilograms: at most 120 kilograms for the rider, 80 kilograms on the rear rack and 20 kilograms on the front carrier.

              Set the saddle so that your leg is almost straight at the lowest point of the pedal. The tyres take 3.5 bar when the bicycle is empty and 4.2 bar when it is fully loaded.\
              """),
          new Chapter(
              "The battery",
              """
              Charge the battery fully before the first ride. Charge it only indoors, between 5 and 35 degrees Celsius, and only with the charger that came with it. Do not leave a charging battery unattended overnight.

              When the bicycle is not used for more than four weeks, store the battery at 60 percent charge in a dry room between 10 and 20 degrees, and check it every two months. A battery that is stored empty can be damaged for good.

              The battery key is on the same ring as the frame lock. Write down the number of the key; without it a new key cannot be ordered.\
              """),
          new Chapter(
              "Care and maintenance",
              """
              Clean and oil the chain every 300 kilometres, and after each ride on salted roads. Check the brake pads every 500 kilometres; replace them when less than one millimetre of lining is left.

              The first service is due after 400 kilometres or three months, then every 2000 kilometres or once a year, whichever comes first. The service record is needed for the warranty.

              Spokes settle on a new wheel. Have their tension checked at the first service. The belt of the Tern 3 Silent needs no oil and lasts about 25000 kilometres.\
              """),
          new Chapter(
              "When something is wrong",
              """
              The display shows a code when the drive unit has found a fault. E04: the speed sensor sees no magnet; check that the magnet on the rear wheel has not moved. E17: brake sensor; update the firmware. E23: the motor is too hot; let it cool down for 20 minutes. E31: the battery is too cold to be charged; bring it indoors.

              Switch the bicycle off and on again after each remedy. If the code comes back, take the bicycle to a service centre.

              In an accident or after a fall, have the frame and the fork checked before you ride again. A battery that smells, hisses or gets hot must be brought outdoors at once, at least five metres away from buildings.\
              """));

  private OwnersManual() {}

  static void write(Path file) throws IOException {
    try (PDDocument manual = new PDDocument()) {
      manual.getDocumentInformation().setTitle("Tern 3 owner's manual");
      for (Chapter chapter : CHAPTERS) {
        addPage(manual, chapter);
      }
      manual.save(file.toFile());
    }
  }

  private static void addPage(PDDocument manual, Chapter chapter) throws IOException {
    PDPage page = new PDPage(PDRectangle.A4);
    manual.addPage(page);
    try (PDPageContentStream out = new PDPageContentStream(manual, page)) {
      out.beginText();
      out.newLineAtOffset(MARGIN, PDRectangle.A4.getHeight() - MARGIN - TITLE_SIZE);
      out.setFont(BOLD, TITLE_SIZE);
      out.showText(chapter.title());
      out.newLineAtOffset(0, -2 * TITLE_SIZE);
      out.setFont(PLAIN, TEXT_SIZE);
      out.setLeading(1.4f * TEXT_SIZE);
      for (String paragraph : chapter.text().split("\n\n", -1)) {
        for (String line : wrap(paragraph)) {
          out.showText(line);
          out.newLine();
        }
        out.newLine();
      }
      out.endText();
    }
  }

  private static List<String> wrap(String paragraph) throws IOException {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : paragraph.split(" ", -1)) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (PLAIN.getStringWidth(longer) / 1000 * TEXT_SIZE > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder(word);
      } else {
        line = new StringBuilder(longer);
      }
    }
    lines.add(line.toString());
    return lines;
  }

  private record Chapter(String title, String text) {}
}
