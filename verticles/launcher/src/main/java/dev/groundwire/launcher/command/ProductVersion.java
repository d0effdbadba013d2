package dev.groundwire.launcher.command;

import picocli.CommandLine.IVersionProvider;

/** The version as the jar's manifest says it. */
final class ProductVersion implements IVersionProvider {
  static String text() {
    String version = ProductVersion.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "Groundwire " + text(), "Java " + Runtime.version() + ", " + System.getProperty("os.name")
    };
  }
}
