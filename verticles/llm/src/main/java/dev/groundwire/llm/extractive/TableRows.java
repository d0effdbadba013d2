package dev.groundwire.llm.extractive;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The rows of a table, whose cells documents keep apart by {@code " | "}. Each is quoted alone:
 * with the names of its columns where the first row plainly has them, else as it stands.
 */
final class TableRows {
  private static final Pattern CELL_END = Pattern.compile(" ?\\| ?");
  private static final Pattern RULER = Pattern.compile("[|:\\- ]*");

  /** Two columns of which one has numbers may as well be names and values. */
  private static final int PLAINLY_A_TABLE = 3;

  private final List<FoldedText> rows = new ArrayList<>();
  private final List<List<String>> cells = new ArrayList<>();
  private List<String> names = List.of();

  private TableRows(List<FoldedText> lines) {
    for (FoldedText line : lines) {
      if (!RULER.matcher(line.text()).matches()) {
        rows.add(line);
        cells.add(List.of(CELL_END.split(line.text(), -1)));
      }
    }
    if (firstRowHasNames()) {
      names = cells.removeFirst();
      rows.removeFirst();
    }
  }

  /** The table in this part of a passage; empty when it is prose. */
  static TableRows in(String passage, int from, int to) {
    List<FoldedText> lines = new ArrayList<>();
    int start = from;
    while (start < to) {
      int found = passage.indexOf('\n', start);
      int end = found < 0 ? to : Math.min(found, to);
      FoldedText line = FoldedText.of(passage, start, end);
      if (!line.text().isEmpty()) {
        lines.add(line);
      }
      start = end + 1;
    }
    return new TableRows(isTable(lines) ? lines : List.of());
  }

  /** A row may have one cell only; a sentence may have a bar in it. */
  private static boolean isTable(List<FoldedText> lines) {
    long withBars = lines.stream().filter(line -> hasBar(line.text())).count();
    if (lines.size() == 1) {
      String line = lines.getFirst().text();
      return withBars == 1 && hasDigit(line) && !line.endsWith(".");
    }
    return 2 * withBars > lines.size();
  }

  private static boolean hasBar(String line) {
    return line.contains(" | ") || line.startsWith("| ");
  }

  private static boolean hasDigit(String text) {
    return text.chars().anyMatch(Character::isDigit);
  }

  /** Words above a column of numbers. */
  private boolean firstRowHasNames() {
    if (cells.size() < 2 || cells.size() + cells.getFirst().size() < 2 + PLAINLY_A_TABLE) {
      return false;
    }
    List<String> first = cells.getFirst();
    List<List<String>> others = cells.subList(1, cells.size());
    return first.stream().noneMatch(TableRows::hasDigit)
        && others.stream().allMatch(row -> row.size() <= first.size())
        && IntStream.range(0, first.size())
            .anyMatch(column -> others.stream().allMatch(row -> hasNumber(row, column)));
  }

  private static boolean hasNumber(List<String> row, int column) {
    return column < row.size() && hasDigit(row.get(column));
  }

  int size() {
    return rows.size();
  }

  FoldedText row(int at) {
    return rows.get(at);
  }

  /** {@code City: Berlin; Days: 28}. */
  String words(int at) {
    if (names.isEmpty()) {
      return rows.get(at).text();
    }
    StringJoiner words = new StringJoiner("; ");
    List<String> row = cells.get(at);
    for (int column = 0; column < row.size(); column++) {
      String name = names.get(column);
      if (!row.get(column).isBlank()) {
        words.add(name.isBlank() ? row.get(column) : name + ": " + row.get(column));
      }
    }
    return words.toString();
  }
}
