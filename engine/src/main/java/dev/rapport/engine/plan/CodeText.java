package dev.rapport.engine.plan;

import dev.rapport.api.entity.Definition;
import dev.rapport.api.schema.Accessor;
import dev.rapport.engine.definition.DefinitionKind;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Functions as text that is the same for the same compiled code: of a lambda or method reference
 * the instructions it runs and what it captures, of any other object those of its class and its
 * final fields. Something captured that is no plain value stands as the code of its whole class.
 */
final class CodeText {
  private final ClassFiles files;
  private final Set<Object> open = Collections.newSetFromMap(new IdentityHashMap<>());

  CodeText(ClassFiles files) {
    this.files = files;
  }

  String of(Serializable function) {
    Class<?> type = function.getClass();
    if (!type.isHidden()) {
      return (function instanceof Enum<?> constant ? constant.name() + " of " : "")
          + ofObject(function);
    }
    SerializedLambda lambda = Accessor.serialized(function);
    StringBuilder text = new StringBuilder();
    String name = lambda.getImplMethodName();
    String descriptor = lambda.getImplMethodSignature();
    Optional<Class<?>> owner = ClassFiles.named(lambda.getImplClass(), type.getClassLoader());
    if (!name.startsWith("lambda$")) {
      text.append(lambda.getImplClass()).append("::").append(name).append(descriptor).append('\n');
    }
    owner
        .filter(found -> !ClassFiles.isOfJdk(found))
        .map(found -> new CodeWalk(files, found, this::ofValue).ofMethod(name, descriptor))
        .ifPresent(text::append);
    for (int i = 0; i < lambda.getCapturedArgCount(); i++) {
      text.append("captured ").append(ofValue(lambda.getCapturedArg(i))).append('\n');
    }
    return text.toString();
  }

  private String ofValue(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String text -> "String " + text.length() + " " + text;
      case Boolean _, Number _, Character _ when isOfJdk(value) ->
          value.getClass().getSimpleName() + " " + value;
      case Enum<?> constant -> constant.getDeclaringClass().getName() + "." + constant.name();
      case Class<?> type -> "class " + type.getName();
      case Pattern pattern -> "Pattern " + pattern.flags() + " " + pattern;
      case Optional<?> optional -> "Optional " + ofValue(optional.orElse(null));
      // Inside code a definition is a name; what it is made of has a fingerprint of its own.
      case Definition definition when DefinitionKind.find(definition).isPresent() ->
          DefinitionKind.of(definition).label() + " " + definition.name();
      default -> ofParts(value);
    };
  }

  private String ofParts(Object value) {
    Class<?> type = value.getClass();
    if (isOfJdk(value)
        && (type.getPackageName().equals("java.time") || type == java.util.UUID.class)) {
      return type.getSimpleName() + " " + value;
    }
    if (!open.add(value)) {
      return "itself";
    }
    try {
      if (type.isArray()) {
        return ofArray(value);
      }
      if (type.getPackageName().equals("java.util")) {
        Optional<String> collection = ofCollection(value);
        if (collection.isPresent()) {
          return collection.get();
        }
      }
      if (isOfJdk(value)) {
        return "a " + type.getName();
      }
      return type.isHidden() ? ofLambda(value) : ofObject(value);
    } finally {
      open.remove(value);
    }
  }

  private Optional<String> ofCollection(Object value) {
    return switch (value) {
      case List<?> list ->
          Optional.of(list.stream().map(this::ofValue).collect(Collectors.joining(", ", "[", "]")));
      case Set<?> set ->
          Optional.of(
              set.stream().map(this::ofValue).sorted().collect(Collectors.joining(", ", "{", "}")));
      case Map<?, ?> map ->
          Optional.of(
              map.entrySet().stream()
                  .map(entry -> ofValue(entry.getKey()) + ": " + ofValue(entry.getValue()))
                  .sorted()
                  .collect(Collectors.joining(", ", "{", "}")));
      default -> Optional.empty();
    };
  }

  private String ofArray(Object array) {
    List<String> elements = new ArrayList<>();
    for (int i = 0; i < Array.getLength(array); i++) {
      elements.add(ofValue(Array.get(array, i)));
    }
    return elements.toString();
  }

  /** A captured function: its own code where it can be read, else the class it was written in. */
  private String ofLambda(Object function) {
    return function instanceof Serializable serializable
        ? of(serializable)
        : ofClass(function.getClass().getNestHost());
  }

  private String ofObject(Object object) {
    StringBuilder text = new StringBuilder(ofClass(object.getClass()));
    for (Class<?> type = object.getClass();
        type != null && !ClassFiles.isOfJdk(type);
        type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (Modifier.isFinal(field.getModifiers()) && !Modifier.isStatic(field.getModifiers())) {
          text.append(field.getName()).append(" = ").append(ofField(field, object)).append('\n');
        }
      }
    }
    return text.toString();
  }

  private String ofField(Field field, Object object) {
    try {
      field.setAccessible(true);
      return ofValue(field.get(object));
    } catch (IllegalAccessException | RuntimeException e) {
      return "closed";
    }
  }

  private String ofClass(Class<?> type) {
    return new CodeWalk(files, type, this::ofValue).ofClass();
  }

  private static boolean isOfJdk(Object value) {
    return ClassFiles.isOfJdk(value.getClass());
  }
}
