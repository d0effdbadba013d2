package dev.groundwire.ingestion.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextDecoderTest {
  private static final String RUSSIAN =
      "Однажды, в студеную зимнюю пору, я из лесу вышел; был сильный мороз.";
  private static final String GERMAN =
      "Die Straße führt über die Brücke zum großen Platz, wo täglich Äpfel verkauft werden.";
  private static final String FRENCH =
      "Où êtes-vous allés cet été ? Nous avons passé de très bons moments à la mer, près de Sète.";
  private static final String ARABIC = "اللغة العربية هي واحدة من أكثر اللغات انتشارا في العالم";
  private static final String GREEK =
      "Η ελληνική γλώσσα μιλιέται εδώ και χιλιάδες χρόνια στην Ελλάδα";
  private static final String HEBREW = "השפה העברית היא שפה שמית מדוברת בעיקר בישראל";
  private static final String JAPANESE = "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。何でも薄暗いじめじめした所で泣いていた。";
  private static final String CHINESE = "中华人民共和国成立以后，经济发展很快，人民的生活水平不断提高，文化教育事业也取得了很大的成就。";
  private static final String KOREAN = "대한민국은 동아시아의 한반도 남부에 자리한 공화국이다. 수도는 서울이며 국어는 한국어이다.";

  @ParameterizedTest
  @CsvSource({
    "IBM866,ru",
    "windows-1251,ru",
    "KOI8-R,ru",
    "ISO-8859-5,ru",
    "windows-1252,de",
    "ISO-8859-1,fr",
    "windows-1256,ar",
    "windows-1253,el",
    "windows-1255,he",
    "Shift_JIS,ja",
    "EUC-JP,ja",
    "ISO-2022-JP,ja",
    "GB18030,zh",
    "EUC-KR,ko",
    "UTF-8,ru",
    "UTF-16,de",
    "UTF-16LE,de",
    "UTF-16BE,fr"
  })
  void readsTextThatDeclaresNoCharset(String charset, String language) {
    String text = text(language);

    assertThat(TextDecoder.decode(text.getBytes(Charset.forName(charset)))).isEqualTo(text);
  }

  @Test
  void doesNotBelieveADeclarationThatCannotBeTrue() {
    byte[] arabic = ARABIC.getBytes(Charset.forName("windows-1256"));

    assertThat(TextDecoder.decode(arabic, "UTF-8")).isEqualTo(ARABIC);
  }

  @Test
  void believesADeclarationThatCan() {
    byte[] greek = GREEK.getBytes(Charset.forName("ISO-8859-7"));

    assertThat(TextDecoder.decode(greek, "iso-8859-7")).isEqualTo(GREEK);
    assertThat(TextDecoder.decode(RUSSIAN.getBytes(StandardCharsets.UTF_8), "windows-1251"))
        .isEqualTo(RUSSIAN);
    assertThat(TextDecoder.decode("plain".getBytes(StandardCharsets.US_ASCII), "no such charset"))
        .isEqualTo("plain");
  }

  @Test
  void forgivesAStrayByteInUtf8() {
    byte[] bytes = (RUSSIAN + RUSSIAN).getBytes(StandardCharsets.UTF_8);
    bytes[bytes.length - 1] = (byte) 0xFF;

    assertThat(TextDecoder.decode(bytes)).startsWith(RUSSIAN);
  }

  private static String text(String language) {
    return switch (language) {
      case "ru" -> RUSSIAN;
      case "de" -> GERMAN;
      case "fr" -> FRENCH;
      case "ar" -> ARABIC;
      case "el" -> GREEK;
      case "he" -> HEBREW;
      case "ja" -> JAPANESE;
      case "zh" -> CHINESE;
      default -> KOREAN;
    };
  }
}
