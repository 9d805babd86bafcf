package dev.rapport.engine.plan;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes out the instructions of a method and of everything it calls that was written together with
 * it: in the same jar or folder. Methods are numbered as they are met, so neither the numbers that
 * the compiler gives lambdas nor the names of helpers show; nor do lines, comments and variables'
 * names. Static final fields of these classes show with their values.
 */
final class CodeWalk {
  private final ClassFiles files;
  private final Class<?> home;
  private final Function<@Nullable Object, String> values;
  private final Map<Method, Integer> numbers = new LinkedHashMap<>();
  private final Deque<Method> pending = new ArrayDeque<>();

  private record Method(Class<?> owner, String name, String descriptor) {}

  /**
   * A walk that starts in a class.
   *
   * @param values writes out the value of a constant
   */
  CodeWalk(ClassFiles files, Class<?> home, Function<@Nullable Object, String> values) {
    this.files = files;
    this.home = home;
    this.values = values;
  }

  /** The text of one method and what it calls; just its name where there is no class file. */
  String ofMethod(String name, String descriptor) {
    return call(home, name, descriptor).isPresent()
        ? walk()
        : home.getName() + "." + name + descriptor;
  }

  /** The text of all methods of the class and what they call. */
  String ofClass() {
    addMethods(home);
    return (home.isAnonymousClass() ? "anonymous class" : home.getName()) + "\n" + walk();
  }

  private void addMethods(Class<?> type) {
    files
        .model(type)
        .ifPresent(model ->
            model.methods().stream()
                .filter(method -> !method.flags().has(AccessFlag.SYNTHETIC))
                .sorted(
                    Comparator.comparing(method ->
                        method.methodName().stringValue() + method.methodType().stringValue()))
                .forEach(method ->
                    number(
                        new Method(
                            type,
                            method.methodName().stringValue(),
                            method.methodType().stringValue()))));
  }

  private String walk() {
    StringBuilder text = new StringBuilder();
    while (!pending.isEmpty()) {
      Method method = pending.remove();
      text.append('#').append(numbers.get(method)).append('\n');
      code(method)
          .ifPresentOrElse(
              code -> text.append(new Instructions(this, method.owner()).of(code)),
              () -> text.append("no code\n"));
    }
    return text.toString();
  }

  private Optional<CodeModel> code(Method method) {
    return files.model(method.owner()).stream()
        .flatMap(model -> model.methods().stream())
        .filter(candidate -> isNamed(candidate, method.name(), method.descriptor()))
        .findFirst()
        .flatMap(MethodModel::code);
  }

  /** How a call of a method reads: a number where its code is written out, else its name. */
  String call(ClassDesc owner, String name, String descriptor, Class<?> by) {
    return ClassFiles.named(owner, by)
        .flatMap(type -> call(type, name, descriptor))
        .map(number -> "#" + number)
        .orElseGet(() -> owner.descriptorString() + "." + name + descriptor);
  }

  private Optional<Integer> call(Class<?> type, String name, String descriptor) {
    if (!ClassFiles.areTogether(home, type)) {
      return Optional.empty();
    }
    Optional<ClassModel> model = files.model(type);
    if (model.isEmpty()) {
      return Optional.empty();
    }
    for (MethodModel method : model.get().methods()) {
      if (isNamed(method, name, descriptor)) {
        return Optional.of(number(new Method(type, name, descriptor)));
      }
    }
    Class<?> parent = type.getSuperclass();
    Optional<Integer> inherited =
        parent == null ? Optional.empty() : call(parent, name, descriptor);
    for (Class<?> each : type.getInterfaces()) {
      inherited = inherited.isPresent() ? inherited : call(each, name, descriptor);
    }
    return inherited;
  }

  private int number(Method method) {
    Integer known = numbers.get(method);
    if (known != null) {
      return known;
    }
    numbers.put(method, numbers.size());
    pending.add(method);
    return numbers.size() - 1;
  }

  /** How a class reads where an object of it is made; that of a class without a name, in full. */
  String made(ClassDesc name, Class<?> by) {
    Optional<Class<?>> type =
        ClassFiles.named(name, by)
            .filter(found -> ClassFiles.areTogether(home, found))
            .filter(found ->
                files
                    .model(found)
                    .flatMap(model -> model.findAttribute(Attributes.enclosingMethod()))
                    .isPresent());
    type.ifPresent(this::addMethods);
    return type.isPresent() ? "local class" : name.descriptorString();
  }

  /** How a static field reads: with its value, where it is final and was written here. */
  String constant(ClassDesc owner, String name, Class<?> by) {
    boolean ofSwitch = name.startsWith("$SwitchMap$");
    String plain = ofSwitch ? name : owner.descriptorString() + "." + name;
    Optional<Class<?>> type =
        ClassFiles.named(owner, by).filter(found -> ClassFiles.areTogether(home, found));
    if (type.isEmpty()) {
      return plain;
    }
    try {
      Field field = type.get().getDeclaredField(name);
      if (!Modifier.isFinal(field.getModifiers())) {
        return plain;
      }
      field.setAccessible(true);
      return plain + " = " + values.apply(field.get(null));
    } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
      // Inherited, or of a class that cannot be initialised: then its name has to do.
      return plain;
    }
  }

  private static boolean isNamed(MethodModel method, String name, String descriptor) {
    return method.methodName().equalsString(name) && method.methodType().equalsString(descriptor);
  }
}
