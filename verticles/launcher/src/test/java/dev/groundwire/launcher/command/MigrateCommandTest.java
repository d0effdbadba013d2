package dev.groundwire.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.testing.PostgresFixture;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MigrateCommandTest {
  @RegisterExtension static final PostgresFixture POSTGRES = PostgresFixture.withVectors();

  private static String migrated(String backend) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(said, true, StandardCharsets.UTF_8);
    Terminal terminal = new Terminal(both, both, false, false, 80);
    Map<String, String> environment =
        Map.of(
            "DATABASE_URL",
            PostgresFixture.url(POSTGRES.administrator()),
            "RETRIEVAL_BACKEND",
            backend);
    int exit = CommandLines.run(environment, terminal, Clock.systemUTC(), "migrate");
    assertThat(exit).as(said.toString(StandardCharsets.UTF_8)).isZero();
    return said.toString(StandardCharsets.UTF_8).strip();
  }

  @Test
  void bringsTheIndexInTheDatabaseUpToDateToo() {
    assertThat(migrated("lucene")).isEqualTo("Already up to date");
    assertThat(migrated("pgvector")).startsWith("Applied ");
    assertThat(migrated("pgvector")).isEqualTo("Already up to date");
  }
}
