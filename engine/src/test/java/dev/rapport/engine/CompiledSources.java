package dev.rapport.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Classes compiled in memory, one top-level type for each source. */
public final class CompiledSources extends ClassLoader {
  private static final Pattern NAME = Pattern.compile("(?:class|record|enum|interface) (\\w+)");

  private final Map<String, ByteArrayOutputStream> classes = new HashMap<>();

  private CompiledSources() {
    super(CompiledSources.class.getClassLoader());
  }

  /** Compiles sources of the unnamed package, with what {@code javac} imports for a catalog. */
  public static CompiledSources of(String... sources) {
    CompiledSources compiled = new CompiledSources();
    List<JavaFileObject> files = new ArrayList<>();
    for (String source : sources) {
      Matcher name = NAME.matcher(source);
      if (!name.find()) {
        throw new IllegalArgumentException("no type in: " + source);
      }
      files.add(
          new SimpleJavaFileObject(
              URI.create("memory:///" + name.group(1) + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
              return source;
            }
          });
    }
    var compiler = ToolProvider.getSystemJavaCompiler();
    var standard = compiler.getStandardFileManager(null, null, UTF_8);
    var messages = new java.io.StringWriter();
    boolean right =
        compiler
            .getTask(messages, compiled.filesOver(standard), null, List.of("-g"), null, files)
            .call();
    if (!right) {
      throw new IllegalArgumentException(messages.toString());
    }
    return compiled;
  }

  private JavaFileManager filesOver(JavaFileManager standard) {
    return new ForwardingJavaFileManager<>(standard) {
      @Override
      public JavaFileObject getJavaFileForOutput(
          Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
        if (location != StandardLocation.CLASS_OUTPUT) {
          throw new IllegalStateException(location.getName());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        classes.put(name, bytes);
        return new SimpleJavaFileObject(URI.create("memory:///" + name + ".class"), kind) {
          @Override
          public OutputStream openOutputStream() {
            return bytes;
          }
        };
      }
    };
  }

  /** The class of a name. */
  public Class<?> type(String name) {
    try {
      return Class.forName(name, false, this);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(name, e);
    }
  }

  /** The value of a static field, after the class is initialised. */
  public Object constant(String type, String field) {
    try {
      var found = type(type).getDeclaredField(field);
      found.setAccessible(true);
      return found.get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(type + "." + field, e);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    ByteArrayOutputStream bytes = classes.get(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes.toByteArray(), 0, bytes.size());
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    ByteArrayOutputStream bytes =
        name.endsWith(".class")
            ? classes.get(name.substring(0, name.length() - ".class".length()).replace('/', '.'))
            : null;
    return bytes == null
        ? super.getResourceAsStream(name)
        : new ByteArrayInputStream(bytes.toByteArray());
  }
}
