package dev.groundwire.launcher.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.launcher.product.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whoever is woken finds what to do: every alert has its section, and no link leads nowhere. */
class RunbookTest {
  private static final Pattern SECTION = Pattern.compile("(?m)^### (.+)$");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
  private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```");

  @Test
  void everyAlertHasASectionAndEverySectionAnAlert() throws IOException {
    String readme = Files.readString(Watching.RUNBOOK.resolve("README.md"));
    assertThat(Watching.all(SECTION, readme)).isEqualTo(Watching.alerts());
  }

  @Test
  void everySectionLeadsFromMeaningToProof() throws IOException {
    String readme = Files.readString(Watching.RUNBOOK.resolve("README.md"));
    for (String section : readme.split("(?m)^### ", -1)) {
      String name = section.lines().findFirst().orElse("");
      if (Watching.alerts().contains(name)) {
        assertThat(section).as(name).contains("**Look**", "**Do**", "**Done when**");
      }
    }
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    List<Path> pages = new ArrayList<>(Watching.files(Watching.RUNBOOK, ".md"));
    pages.add(Launch.root().resolve("README.md"));
    pages.add(Watching.DOCKER.resolve("README.md"));
    List<String> broken = new ArrayList<>();
    for (Path page : pages) {
      Matcher links = LINK.matcher(FENCED.matcher(Files.readString(page)).replaceAll(""));
      while (links.find()) {
        if (!resolves(page, links.group(1))) {
          broken.add(page + ": " + links.group(1));
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  private static boolean resolves(Path page, String link) throws IOException {
    if (link.matches("[a-z]+:.*")) {
      return true; // an address elsewhere
    }
    int hash = link.indexOf('#');
    String file = hash < 0 ? link : link.substring(0, hash);
    Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
    return Files.exists(target) && (hash < 0 || anchors(target).contains(link.substring(hash + 1)));
  }

  /** As they are made of headings where the pages are shown. */
  private static Set<String> anchors(Path page) throws IOException {
    Set<String> anchors = new TreeSet<>();
    for (String heading : Watching.all(HEADING, Files.readString(page))) {
      anchors.add(heading.toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", "").replace(' ', '-'));
    }
    return anchors;
  }
}
