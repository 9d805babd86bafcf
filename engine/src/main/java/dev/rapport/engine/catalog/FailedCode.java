package dev.rapport.engine.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.FieldRefEntry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a catalog's code threw, seen from the user's side.
 *
 * @param type the class of what was thrown first
 * @param frames where it was thrown, innermost first
 */
record FailedCode(String type, String message, List<StackTraceElement> frames) {
  private static final String DEFINITIONS = "dev.rapport.api.";

  /** How the JVM keeps the first failure of a class that is asked for again. */
  private static final Pattern REMEMBERED =
      Pattern.compile("Exception ([\\w.$]+)(?:: (.*))? \\[in thread \".*\"]", Pattern.DOTALL);

  /** How the JVM names the constant that was null. */
  private static final Pattern NULL_CONSTANT =
      Pattern.compile("because \"([\\w.$]+\\.[\\w$]+)\" is null");

  static FailedCode of(Throwable thrown) {
    Throwable first = thrown;
    while ((first instanceof ExceptionInInitializerError || first instanceof NoClassDefFoundError)
        && first.getCause() != null) {
      first = first.getCause();
    }
    String message = first.getMessage() == null ? "" : first.getMessage();
    List<StackTraceElement> frames = Arrays.asList(first.getStackTrace());
    if (first instanceof ExceptionInInitializerError) {
      Matcher remembered = REMEMBERED.matcher(message);
      if (remembered.matches()) {
        String text = remembered.group(2);
        return new FailedCode(remembered.group(1), text == null ? "" : text, frames);
      }
    }
    return new FailedCode(first.getClass().getName(), message, frames);
  }

  /** One sentence: what is wrong, in which class and line, and why where that can be told. */
  String explain(@Nullable ClassLoader loader) {
    Optional<StackTraceElement> at = frames.stream().filter(FailedCode::isUsers).findFirst();
    return what() + at.map(frame -> ", in " + place(frame)).orElse("") + why(loader);
  }

  private String what() {
    if (type.equals(StackOverflowError.class.getName())) {
      return "catalog: endless (expected: no record that contains itself, no code that calls"
          + " itself without end)";
    }
    if (type.equals(NoClassDefFoundError.class.getName())) {
      return "class "
          + message.replace('/', '.')
          + ": missing (expected: on the class path of the catalog)";
    }
    if (type.equals(ArithmeticException.class.getName())
        && !frames.isEmpty()
        && frames.stream()
            .takeWhile(FailedCode::isJdk)
            .anyMatch(frame -> frame.getClassName().equals(Duration.class.getName()))) {
      return "duration: " + message + " (expected: one that Java can count; lifetime() has no end)";
    }
    Matcher constant = NULL_CONSTANT.matcher(message);
    if (isNull() && constant.find()) {
      return constant.group(1)
          + ": null (expected: a value; is it a constant used before it is initialised?)";
    }
    boolean fromFactory =
        frames.stream()
            .filter(frame -> !isJdk(frame))
            .findFirst()
            .filter(frame -> frame.getClassName().startsWith(DEFINITIONS))
            .isPresent();
    return fromFactory && !message.isEmpty()
        ? message
        : "catalog: "
            + type.substring(type.lastIndexOf('.') + 1)
            + (message.isEmpty() ? "" : ": " + message);
  }

  private String why(@Nullable ClassLoader loader) {
    List<StackTraceElement> initialising =
        frames.stream()
            .filter(frame -> isUsers(frame) && frame.getMethodName().equals("<clinit>"))
            .toList();
    boolean ofConstant =
        NULL_CONSTANT.matcher(message).find()
            || (!frames.isEmpty() && message.contains("null (expected:"));
    if (!isNull() || !ofConstant || initialising.isEmpty()) {
      return "";
    }
    StackTraceElement inner = initialising.getFirst();
    for (StackTraceElement outer : initialising) {
      if (!outer.getClassName().equals(inner.getClassName())
          && reads(inner.getClassName(), outer.getClassName(), loader)) {
        return ": the constants of "
            + place(outer)
            + " and of "
            + inner.getClassName()
            + " need each other, so one class sees the other's before they are made (way out: put"
            + " the constants that both need in a class that needs neither)";
      }
    }
    return ": constants are made from top to bottom (way out: declare it above line "
        + inner.getLineNumber()
        + ")";
  }

  private boolean isNull() {
    return type.equals(NullPointerException.class.getName());
  }

  /** Whether the code of a class reads a field of another. */
  private static boolean reads(String reader, String owner, @Nullable ClassLoader loader) {
    String resource = reader.replace('.', '/') + ".class";
    try (InputStream in =
        loader == null
            ? ClassLoader.getSystemResourceAsStream(resource)
            : loader.getResourceAsStream(resource)) {
      if (in == null) {
        return false;
      }
      for (var entry : ClassFile.of().parse(in.readAllBytes()).constantPool()) {
        if (entry instanceof FieldRefEntry field
            && field.owner().asInternalName().equals(owner.replace('.', '/'))) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isUsers(StackTraceElement frame) {
    return !isJdk(frame)
        && !frame.getClassName().startsWith(DEFINITIONS)
        && !frame.getClassName().startsWith(CatalogLoader.class.getName());
  }

  private static boolean isJdk(StackTraceElement frame) {
    String name = frame.getClassName();
    return name.startsWith("java.") || name.startsWith("jdk.") || name.startsWith("sun.");
  }

  private static String place(StackTraceElement frame) {
    return frame.getClassName() + " (" + frame.getFileName() + ":" + frame.getLineNumber() + ")";
  }
}
