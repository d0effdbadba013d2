package dev.groundwire.ingestion.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.ingestion.parse.ParseRefused.Reason;
import dev.groundwire.ingestion.sample.TextSample;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TextFormatsTest {
  @Test
  void cutsAPageAtItsBlockElements() {
    ParsedDocument document =
        parse(
            """
            <html><head><title>Rules</title><style>p {}</style></head><body>
            <h1>Rules</h1><p>Be <b>kind</b>.<script>evil()</script></p><ul><li>one<li>two</ul>
            <table><tr><th>a<th>b<tr><td>1<td><p>2</p></table><pre>x  =
              1</pre></body></html>
            """,
            "a.html");

    assertThat(document.title()).isEqualTo(Optional.of("Rules"));
    assertThat(document.text())
        .isEqualTo("Rules\n\nBe kind.\n\none\ntwo\n\na | b\n1 | 2\n\nx  =\n  1");
    assertThat(document.blocks().getLast().kind()).isEqualTo(BlockKind.CODE);
  }

  @Test
  void readsAPageNestedWithoutEnd() {
    assertThat(Parsing.parse(TextSample.nestedPage(100_000), "a.html").text())
        .isEqualTo("the core");
  }

  @Test
  void makesMarkdownHeadingsTheSectionPath() {
    ParsedDocument document =
        parse(
            """
            ---
            tags: x
            ---
            # IBM
            ## History
            Founded in [1911](https://example.org) in
            *New York*.

            - a point

            | k | v |
            |---|---|
            | a | `b` |

            # Other
            ```
            code  here
            ```
            """,
            "a.md");

    assertThat(document.text())
        .isEqualTo(
            "IBM\n\nHistory\n\nFounded in 1911 in\nNew York.\n\na point\n\nk | v\na | b\n\nOther\n\n"
                + "code  here");
    assertThat(document.blocks().get(2).section()).containsExactly("IBM", "History");
    assertThat(document.blocks().getLast().section()).containsExactly("Other");
  }

  @Test
  void keepsTheRowsOfACsvFileWhateverTheDelimiter() {
    assertThat(parse("Name;Age\n\"Doe; J\";41\n", "a.csv").text())
        .isEqualTo("Name | Age\nDoe; J | 41");
    assertThat(parse("a\tb\n1\t2\n", "a.tsv").text()).isEqualTo("a | b\n1 | 2");
    assertThat(parse("a,\"b\n", "a.csv").text()).contains("a");
  }

  @Test
  void readsOneVersionOfAMailAndItsTextAttachments() {
    ParsedDocument document = Parsing.parse(TextSample.mail(), "a.eml");

    assertThat(document.title()).isEqualTo(Optional.of("Größe zählt"));
    assertThat(document.text())
        .containsSubsequence(
            "From: Jürgen",
            "Grüße aus Zürich",
            "prices.csv",
            "Anvil | 12",
            "forwarded",
            "the inner text")
        .doesNotContain("the other version");
    assertThat(document.notes()).containsExactly("An attachment was left out: logo.png");
  }

  @Test
  void refusesMailsWithinMailsWithoutEnd() {
    ParseRefused refusal = Parsing.refusal(TextSample.nestedMail(50), "a.eml");

    assertThat(refusal.reason()).isEqualTo(Reason.HOSTILE);
  }

  @Test
  void readsABookInTheOrderOfItsSpine() {
    ParsedDocument document = Parsing.parse(TextSample.book(), "a.epub");

    assertThat(document.text()).isEqualTo("Sooner\n\nthe start\n\nLater\n\nthe end");
    assertThat(document.title()).isEqualTo(Optional.of("Two Chapters"));
    assertThat(document.language()).isEqualTo(Optional.of("en"));
    assertThat(Parsing.refusal(TextSample.lockedBook(), "a.epub").reason())
        .isEqualTo(Reason.ENCRYPTED);
  }

  @Test
  void cleansTextOfWhatCannotBeStored() {
    String text = parse("a\u0001b\r\nc\u00a0 d\uD800e\u2028f\n\n\n  next\t\tone ", "a.txt").text();

    assertThat(text).isEqualTo("ab\nc de\nf\n\nnext one".replace("de", "d?e"));
  }

  @Test
  void tellsTheLanguageOnlyOfEnoughText() {
    assertThat(
            parse(
                    "Die Straße führt über die Brücke zum großen Platz, auf dem jeden Mittwoch Markt ist.",
                    "a.txt")
                .language())
        .isEqualTo(Optional.of("de"));
    assertThat(parse("Hallo", "a.txt").language()).isEmpty();
  }

  @Test
  void findsNoTextInNothing() {
    assertThat(refusal("", "a.txt")).hasMessageContaining("empty").hasMessageContaining("no text");
    assertThat(refusal(" \n\t ", "a.txt").reason()).isEqualTo(Reason.NO_TEXT);
    assertThat(refusal("<html><script>x()</script>", "a.html").reason()).isEqualTo(Reason.NO_TEXT);
    assertThat(refusal("\0\1\2\3\0\1", "a.docx").reason()).isEqualTo(Reason.DAMAGED);
    assertThat(refusal("\0\1\2\3\0\1", "a.xyz").reason()).isEqualTo(Reason.UNSUPPORTED);
    assertThat(refusal("{\\rtf1 x}", "a.rtf").reason()).isEqualTo(Reason.UNSUPPORTED);
  }

  private static ParsedDocument parse(String content, String name) {
    return Parsing.parse(content.getBytes(StandardCharsets.UTF_8), name);
  }

  private static ParseRefused refusal(String content, String name) {
    return Parsing.refusal(content.getBytes(StandardCharsets.UTF_8), name);
  }
}
