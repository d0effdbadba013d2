package dev.groundwire.ingestion.sample;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import org.apache.poi.openxml4j.exceptions.InvalidFormatException;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.crypt.Encryptor;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xslf.usermodel.SlideLayout;
import org.apache.poi.xslf.usermodel.XMLSlideShow;
import org.apache.poi.xslf.usermodel.XSLFSlide;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/** Workbooks, presentations and encrypted files, made with POI. */
public final class OfficeSample {
  private OfficeSample() {}

  /** Two sheets; the second's name is its only text besides one cell. */
  public static byte[] workbook() {
    try (XSSFWorkbook book = new XSSFWorkbook();
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      Sheet prices = book.createSheet("Prices");
      fill(prices.createRow(0), "Item", "Price");
      Row row = prices.createRow(3);
      row.createCell(0).setCellValue("Anvil");
      row.createCell(4).setCellValue(12.5);
      fill(book.createSheet("Notes").createRow(0), "valid until May");
      book.write(out);
      return out.toByteArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** Two slides with titles; the second has speaker notes. */
  public static byte[] slides() {
    try (XMLSlideShow show = new XMLSlideShow();
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      slide(show, "Welcome", "to the show");
      XSLFSlide second = slide(show, "Numbers", "they grow");
      show.getNotesSlide(second).getPlaceholders()[1].setText("Say it slowly");
      show.write(out);
      return out.toByteArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  public static byte[] encrypted(byte[] office) {
    try (POIFSFileSystem container = new POIFSFileSystem();
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      Encryptor encryptor = new EncryptionInfo(EncryptionMode.agile).getEncryptor();
      encryptor.confirmPassword("open sesame");
      try (OPCPackage plain = OPCPackage.open(new ByteArrayInputStream(office));
          OutputStream locked = encryptor.getDataStream(container)) {
        plain.save(locked);
      }
      container.writeFilesystem(out);
      return out.toByteArray();
    } catch (IOException | GeneralSecurityException | InvalidFormatException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static XSLFSlide slide(XMLSlideShow show, String title, String text) {
    XSLFSlide slide =
        show.createSlide(
            show.getSlideMasters().getFirst().getLayout(SlideLayout.TITLE_AND_CONTENT));
    slide.getPlaceholder(0).setText(title);
    slide.getPlaceholder(1).setText(text);
    return slide;
  }

  private static void fill(Row row, String... values) {
    for (int i = 0; i < values.length; i++) {
      row.createCell(i).setCellValue(values[i]);
    }
  }
}
