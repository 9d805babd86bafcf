package dev.rapport.engine.plan;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.constant.ClassDesc;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The compiled form of classes, as their loaders give it. */
final class ClassFiles {
  private static final ClassFile WITHOUT_DEBUG =
      ClassFile.of(
          ClassFile.DebugElementsOption.DROP_DEBUG,
          ClassFile.LineNumbersOption.DROP_LINE_NUMBERS,
          ClassFile.StackMapsOption.DROP_STACK_MAPS);

  private final Map<Class<?>, Optional<ClassModel>> models = new HashMap<>();

  /** The class file of a class; empty where its loader does not give it. */
  Optional<ClassModel> model(Class<?> type) {
    return models.computeIfAbsent(type, ClassFiles::read);
  }

  private static Optional<ClassModel> read(Class<?> type) {
    if (type.isHidden() || type.isArray() || type.isPrimitive()) {
      return Optional.empty();
    }
    String resource = type.getName().replace('.', '/') + ".class";
    ClassLoader loader = type.getClassLoader();
    try (InputStream in =
        loader == null
            ? ClassLoader.getSystemResourceAsStream(resource)
            : loader.getResourceAsStream(resource)) {
      return in == null ? Optional.empty() : Optional.of(WITHOUT_DEBUG.parse(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }

  /** The class that code of another names; empty for arrays and for what is not there. */
  static Optional<Class<?>> named(ClassDesc name, Class<?> by) {
    if (!name.isClassOrInterface()) {
      return Optional.empty();
    }
    String descriptor = name.descriptorString();
    return named(descriptor.substring(1, descriptor.length() - 1), by.getClassLoader());
  }

  /** The class of an internal name such as {@code java/lang/String}. */
  static Optional<Class<?>> named(String internalName, @Nullable ClassLoader loader) {
    try {
      return Optional.of(Class.forName(internalName.replace('/', '.'), false, loader));
    } catch (ClassNotFoundException | LinkageError e) {
      return Optional.empty();
    }
  }

  static boolean isOfJdk(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader == null || loader.equals(ClassLoader.getPlatformClassLoader());
  }

  /** Whether two classes were written together: one loader, one jar or folder, not the JDK's. */
  static boolean areTogether(Class<?> one, Class<?> other) {
    return !isOfJdk(one)
        && Objects.equals(one.getClassLoader(), other.getClassLoader())
        && Objects.equals(origin(one), origin(other));
  }

  private static @Nullable String origin(Class<?> type) {
    var source = type.getProtectionDomain().getCodeSource();
    return source == null || source.getLocation() == null
        ? null
        : source.getLocation().toExternalForm();
  }
}
