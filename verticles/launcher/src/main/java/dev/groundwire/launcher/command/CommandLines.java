package dev.groundwire.launcher.command;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** Puts the commands together, and turns what they throw into one line and an exit code. */
public final class CommandLines {
  /** As in sysexits.h, to tell a wrong call from a command that failed. */
  private static final int WRONG_USAGE = 64;

  private CommandLines() {}

  /** Runs one command to its end. */
  public static int run(
      Map<String, String> environment, Terminal terminal, Clock clock, String... arguments) {
    GroundwireCommand root = new GroundwireCommand();
    Invocation invocation = new Invocation(environment, terminal, clock, root);
    AtomicBoolean stopping = new AtomicBoolean();
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> stopping.set(true)));
    CommandLine line = of(root, invocation);
    line.setOut(writer(terminal.out()))
        .setErr(writer(terminal.err()))
        .setExecutionExceptionHandler((failure, command, parsed) -> {
          // What breaks because Ctrl-C took the ground away is no news to who pressed it.
          if (!stopping.get()) {
            report(failure, invocation);
          }
          return failure instanceof UserFailure known ? known.exitCode() : UserFailure.FAILED;
        });
    try {
      return line.execute(arguments);
    } catch (Error broken) {
      // Left alone it would end this thread only, and the node's threads would keep the process.
      report(broken, invocation);
      return UserFailure.FAILED;
    }
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  static CommandLine of(GroundwireCommand root, Invocation invocation) {
    CommandLine line =
        new CommandLine(root)
            .addSubcommand(new StartCommand(invocation))
            .addSubcommand(new DemoCommand(invocation))
            .addSubcommand(new AskCommand(invocation))
            .addSubcommand(new EvalCommand(invocation))
            .addSubcommand(new MigrateCommand(invocation))
            .addSubcommand(new VersionCommand(invocation))
            .addSubcommand(new HelpCommand());
    line.getCommandSpec().exitCodeOnInvalidInput(WRONG_USAGE);
    line.getSubcommands()
        .values()
        .forEach(command -> command.getCommandSpec().exitCodeOnInvalidInput(WRONG_USAGE));
    return line;
  }

  private static void report(Throwable failure, Invocation invocation) {
    Terminal terminal = invocation.terminal();
    terminal.note("groundwire: " + FailureLine.of(failure));
    if (invocation.stacktrace()) {
      failure.printStackTrace(terminal.err());
    }
  }

  /** The same as {@code --version}. */
  @Command(name = "version", description = "Print the version.")
  private static final class VersionCommand implements Runnable {
    private final Invocation invocation;

    private VersionCommand(Invocation invocation) {
      this.invocation = invocation;
    }

    @Override
    public void run() {
      for (String line : new ProductVersion().getVersion()) {
        invocation.terminal().out().println(line);
      }
    }
  }
}
