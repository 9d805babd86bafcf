package dev.rapport.app;

import picocli.CommandLine.IVersionProvider;

/** The version of this build, as Maven wrote it into the jar's manifest. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {"rapport " + (version == null ? "(unpackaged)" : version)};
  }
}
