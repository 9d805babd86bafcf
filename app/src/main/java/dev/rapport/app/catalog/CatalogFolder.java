package dev.rapport.app.catalog;

import dev.rapport.api.catalog.CatalogProvider;
import dev.rapport.api.error.RapportException;
import dev.rapport.engine.catalog.CatalogLoader;
import dev.rapport.engine.catalog.Nearest;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder of {@code .java} files with a catalog in it. */
public final class CatalogFolder {
  private final Path folder;
  private final KeptClasses kept;

  /**
   * A folder.
   *
   * @param keptClasses where compiled classes are kept for the next time
   */
  public CatalogFolder(Path folder, Path keptClasses) {
    this.folder = folder;
    this.kept = new KeptClasses(keptClasses);
  }

  /** Whether there is a {@code .java} file in a folder itself, those in it not looked at. */
  public static boolean hasSources(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> Sources.isSource(file) && Files.isRegularFile(file));
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Looks whether there is such a folder.
   *
   * @throws RapportException of kind {@code USER} if there is none
   */
  public static void checkThere(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw RapportException.user(
          option(folder),
          Files.exists(folder) ? "a file" : "no such folder",
          "a folder with .java files; 'rapport init DIR' makes one");
    }
  }

  /**
   * The catalog provider of the folder, compiled if its sources were not before.
   *
   * @param name its class, needed where there are several
   * @throws RapportException of kind {@code USER} with what javac says where it refuses a source,
   *     where there is no provider or several, or where its code fails
   */
  public CatalogProvider provider(Optional<String> name) {
    Sources sources = Sources.in(folder);
    String hash = sources.hash(Runtime.version() + " " + stamp());
    Map<String, byte[]> classes =
        kept.read(hash)
            .orElseGet(() -> {
              Map<String, byte[]> compiled = Compiler.compile(sources);
              kept.write(hash, compiled);
              return compiled;
            });
    CatalogClasses loader = new CatalogClasses(classes, CatalogFolder.class.getClassLoader());
    return CatalogLoader.provider(choose(providers(classes, loader), name));
  }

  /** Which Rapport this is: its version and, as one may be built anew, its file. */
  private static String stamp() {
    try {
      Path api = Compiler.api();
      String version = CatalogFolder.class.getPackage().getImplementationVersion();
      return version + " " + (Files.isDirectory(api) ? "" : Files.getLastModifiedTime(api));
    } catch (IOException e) {
      return "";
    }
  }

  private List<Class<?>> providers(Map<String, byte[]> classes, ClassLoader loader) {
    List<Class<?>> found = new ArrayList<>();
    List<String> hidden = new ArrayList<>();
    for (String name : new TreeMap<>(classes).keySet()) {
      Class<?> candidate;
      try {
        candidate = Class.forName(name, false, loader);
      } catch (ClassNotFoundException | LinkageError e) {
        throw new RapportException(
            RapportException.Kind.USER, "class " + name + ": cannot be loaded: " + e, e);
      }
      if (!CatalogProvider.class.isAssignableFrom(candidate)
          || Modifier.isAbstract(candidate.getModifiers())) {
        continue;
      }
      if (Modifier.isPublic(candidate.getModifiers())) {
        found.add(candidate);
      } else {
        hidden.add(name);
      }
    }
    if (found.isEmpty()) {
      throw RapportException.user(
          option(folder),
          hidden.isEmpty() ? "no catalog" : String.join(", ", hidden) + " not public",
          "a public class that implements CatalogProvider");
    }
    return found;
  }

  /** How an error names the folder, which has no name where it is the current one. */
  static String option(Path folder) {
    return "--catalog " + (folder.toString().isEmpty() ? "." : folder);
  }

  private Class<?> choose(List<Class<?>> providers, Optional<String> name) {
    List<String> names = providers.stream().<String>map(Class::getName).toList();
    if (name.isEmpty()) {
      if (providers.size() > 1) {
        throw RapportException.user(
            option(folder),
            providers.size() + " catalogs",
            "one of them by --provider: " + String.join(", ", names));
      }
      return providers.getFirst();
    }
    return providers.stream()
        .filter(provider ->
            provider.getName().equals(name.get()) || provider.getSimpleName().equals(name.get()))
        .findFirst()
        .orElseThrow(() -> Nearest.unknown("--provider", name.get(), names));
  }
}
