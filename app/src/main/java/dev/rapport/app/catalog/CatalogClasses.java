package dev.rapport.app.catalog;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Loads class files from memory and hands out their bytes, which fingerprints are made from. */
final class CatalogClasses extends ClassLoader {
  private static final String CLASS = ".class";

  private final Map<String, byte[]> classes;

  CatalogClasses(Map<String, byte[]> classes, ClassLoader parent) {
    super("catalog", parent);
    this.classes = classes;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = classes.get(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    if (name.endsWith(CLASS)) {
      String className = name.substring(0, name.length() - CLASS.length()).replace('/', '.');
      byte[] bytes = classes.get(className);
      if (bytes != null) {
        return new ByteArrayInputStream(bytes);
      }
    }
    return super.getResourceAsStream(name);
  }
}
