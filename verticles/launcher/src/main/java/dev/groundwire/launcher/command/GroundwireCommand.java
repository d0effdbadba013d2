package dev.groundwire.launcher.command;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root: without a command it says what there is. */
@Command(
    name = "groundwire",
    description = "Answers questions from your own documents, with citations.",
    mixinStandardHelpOptions = true,
    versionProvider = ProductVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Settings come from conf/groundwire.yaml, --config and the environment (HTTP_PORT, DATA_DIR ...).",
      "JVM options: GROUNDWIRE_JAVA_OPTS. Tests of a checkout: ./groundwire test"
    })
public final class GroundwireCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "a YAML file whose settings replace those of conf/groundwire.yaml")
  private @Nullable Path config;

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "show where a failure comes from")
  private boolean stacktrace;

  /** The file named by {@code --config}. */
  Optional<Path> config() {
    return Optional.ofNullable(config);
  }

  boolean stacktrace() {
    return stacktrace;
  }

  @Override
  public void run() {
    if (spec != null) {
      spec.commandLine().usage(spec.commandLine().getOut());
    }
  }
}
