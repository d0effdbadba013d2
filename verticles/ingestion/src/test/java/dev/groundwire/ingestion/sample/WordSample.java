package dev.groundwire.ingestion.sample;

import java.nio.charset.StandardCharsets;

/** Word files as the XML that is in them. */
public final class WordSample {
  private static final String MAIN =
      "application/vnd.openxmlformats-officedocument.wordprocessingml.";
  private static final String RELATION =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
  private static final String NAMESPACES =
      " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
          + " xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"";

  private WordSample() {}

  /** A file with headings, a footnote, a text box, lists and tables, one in the cell of another. */
  public static byte[] rich() {
    return packed(
        heading("Heading1", "Travel 𐌲𐌿𐍄 policy")
            + paragraph("Employees may fly", "<w:r><w:footnoteReference w:id=\"2\"/></w:r>")
            + heading("Heading2", "Hotels")
            + "<w:p><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\">"
            + "<w:txbxContent>"
            + paragraph("Inside the box", "")
            + "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>"
            + paragraph("Inside the box", "")
            + "</w:txbxContent></mc:Fallback></mc:AlternateContent><w:t>Around the box</w:t></w:r></w:p>"
            + "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>First point</w:t></w:r></w:p>"
            + "<w:p><w:r><w:t>sp</w:t></w:r><w:r><w:t>lit</w:t></w:r><w:r><w:delText>gone</w:delText></w:r></w:p>"
            + "<w:tbl><w:tr>"
            + cell(paragraph("City", ""))
            + cell(paragraph("Limit", ""))
            + "</w:tr><w:tr>"
            + cell(paragraph("Bern", ""))
            + cell("<w:tbl><w:tr>" + cell(paragraph("180", "")) + "</w:tr></w:tbl>")
            + "</w:tr></w:tbl>");
  }

  /** A file whose main part inflates to a multiple of what any machine holds. */
  public static byte[] bomb(long inflatedBytes) {
    byte[] spaces = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
    return frame()
        .with(
            "word/document.xml",
            out -> {
              out.write(
                  ("<w:document" + NAMESPACES + "><w:body><w:p><w:r><w:t>")
                      .getBytes(StandardCharsets.UTF_8));
              for (long left = inflatedBytes; left > 0; left -= spaces.length) {
                out.write(spaces);
              }
              out.write(
                  "</w:t></w:r></w:p></w:body></w:document>".getBytes(StandardCharsets.UTF_8));
            })
        .bytes();
  }

  public static byte[] withEntities() {
    return frame()
        .with(
            "word/document.xml",
            "<!DOCTYPE d [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><w:document"
                + NAMESPACES
                + "><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>")
        .bytes();
  }

  private static byte[] packed(String body) {
    return frame()
        .with(
            "word/document.xml",
            "<w:document" + NAMESPACES + "><w:body>" + body + "</w:body></w:document>")
        .bytes();
  }

  private static ZipSample frame() {
    return new ZipSample()
        .with(
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                + override("document", "document.main+xml")
                + override("styles", "styles+xml")
                + override("footnotes", "footnotes+xml")
                + override("header1", "header+xml")
                + "</Types>")
        .with("_rels/.rels", relations(relation("officeDocument", "word/document.xml")))
        .with(
            "word/_rels/document.xml.rels",
            relations(
                relation("styles", "styles.xml")
                    + relation("footnotes", "footnotes.xml")
                    + relation("header", "header1.xml")))
        .with(
            "word/styles.xml",
            "<w:styles"
                + NAMESPACES
                + "><w:style w:styleId=\"Heading1\"><w:name w:val=\"heading 1\"/></w:style>"
                + "<w:style w:styleId=\"Heading2\"><w:name w:val=\"Own\"/><w:pPr><w:outlineLvl w:val=\"1\"/></w:pPr></w:style>"
                + "</w:styles>")
        .with(
            "word/footnotes.xml",
            "<w:footnotes"
                + NAMESPACES
                + "><w:footnote w:id=\"2\">"
                + paragraph("In economy class.", "")
                + "</w:footnote></w:footnotes>")
        .with(
            "word/header1.xml",
            "<w:hdr" + NAMESPACES + ">" + paragraph("Confidential", "") + "</w:hdr>");
  }

  private static String override(String part, String type) {
    return "<Override PartName=\"/word/%s.xml\" ContentType=\"%s\"/>".formatted(part, MAIN + type);
  }

  private static String relations(String content) {
    return "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
        + content
        + "</Relationships>";
  }

  private static String relation(String type, String target) {
    return "<Relationship Id=\"r-%s\" Type=\"%s\" Target=\"%s\"/>"
        .formatted(type, RELATION + type, target);
  }

  private static String heading(String style, String text) {
    return "<w:p><w:pPr><w:pStyle w:val=\"%s\"/></w:pPr><w:r><w:t>%s</w:t></w:r></w:p>"
        .formatted(style, text);
  }

  private static String paragraph(String text, String more) {
    return "<w:p><w:r><w:t>%s</w:t></w:r>%s</w:p>".formatted(text, more);
  }

  private static String cell(String content) {
    return "<w:tc>" + content + "</w:tc>";
  }
}
