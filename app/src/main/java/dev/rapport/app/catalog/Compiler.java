package dev.rapport.app.catalog;

import dev.rapport.api.catalog.CatalogProvider;
import dev.rapport.api.error.RapportException;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Runs javac in memory. */
final class Compiler {
  private Compiler() {}

  /**
   * The class files of sources, by binary name.
   *
   * @throws RapportException of kind {@code USER} with what javac says, where it refuses them
   */
  static Map<String, byte[]> compile(Sources sources) {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    if (javac == null) {
      throw RapportException.dependency(
          "Java: a runtime without a compiler (expected: a JDK, such as 'java' of Temurin 25)",
          null);
    }
    Map<String, Output> outputs = new LinkedHashMap<>();
    StringWriter said = new StringWriter();
    JavaFileManager files =
        new InMemory(
            javac.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8), outputs);
    boolean good =
        javac
            .getTask(
                said,
                files,
                null,
                options(),
                null,
                sources.files().stream().map(file -> new Input(sources.folder(), file)).toList())
            .call();
    if (!good) {
      throw new RapportException(
          RapportException.Kind.USER,
          CatalogFolder.option(sources.folder())
              + ": does not compile\n"
              + said.toString().stripTrailing());
    }
    Map<String, byte[]> classes = new LinkedHashMap<>();
    outputs.forEach((name, output) -> classes.put(name, output.bytes.toByteArray()));
    return classes;
  }

  /** As for code on the class path that says {@code import module dev.rapport.api}. */
  private static List<String> options() {
    return List.of(
        "-classpath",
        System.getProperty("java.class.path"),
        "--module-path",
        api().toString(),
        "--add-modules",
        "dev.rapport.api",
        "-Xlint:none",
        "-proc:none",
        "-implicit:none",
        "-g",
        "-parameters");
  }

  /** The jar, or the folder of classes, that the api comes from. */
  static Path api() {
    try {
      return Path.of(
          CatalogProvider.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A source, which messages name as the user would. */
  private static final class Input extends SimpleJavaFileObject {
    private final Path shown;
    private final String text;

    Input(Path folder, Sources.Source source) {
      super(folder.resolve(source.path()).toUri(), Kind.SOURCE);
      this.shown = folder.resolve(source.path()).normalize();
      this.text = source.text();
    }

    @Override
    public String getName() {
      return shown.toString();
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class Output extends SimpleJavaFileObject {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Output(String name) {
      super(URI.create("memory:///" + name.replace('.', '/') + Kind.CLASS.extension), Kind.CLASS);
    }

    @Override
    public OutputStream openOutputStream() {
      return bytes;
    }
  }

  private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, Output> outputs;

    InMemory(JavaFileManager files, Map<String, Output> outputs) {
      super(files);
      this.outputs = outputs;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
      return outputs.computeIfAbsent(className, Output::new);
    }
  }
}
