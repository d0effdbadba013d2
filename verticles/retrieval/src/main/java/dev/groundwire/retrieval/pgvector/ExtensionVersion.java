package dev.groundwire.retrieval.pgvector;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A release of pgvector, such as 0.8.4. */
record ExtensionVersion(int major, int minor, int patch) implements Comparable<ExtensionVersion> {
  private static final Pattern TEXT = Pattern.compile("(\\d+)\\.(\\d+)(?:\\.(\\d+))?.*");

  static ExtensionVersion of(String text) {
    Matcher read = TEXT.matcher(text);
    if (!read.matches()) {
      throw new IllegalArgumentException("no release of pgvector: " + text);
    }
    return new ExtensionVersion(
        Integer.parseInt(read.group(1)),
        Integer.parseInt(read.group(2)),
        read.group(3) == null ? 0 : Integer.parseInt(read.group(3)));
  }

  @Override
  public int compareTo(ExtensionVersion other) {
    return Arrays.compare(
        new int[] {major, minor, patch}, new int[] {other.major, other.minor, other.patch});
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
