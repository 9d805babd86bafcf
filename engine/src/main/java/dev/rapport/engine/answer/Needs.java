package dev.rapport.engine.answer;

import dev.rapport.api.entity.Entity;
import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Formula;
import dev.rapport.api.feature.Input;
import dev.rapport.api.feature.Request;
import dev.rapport.api.question.Question;
import dev.rapport.api.schema.Type;
import dev.rapport.engine.value.Conversion;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys and inputs that features cannot do without, and who needs them. */
public final class Needs {
  private final Map<String, Need> keys = new LinkedHashMap<>();
  private final Map<String, Need> inputs = new LinkedHashMap<>();
  private final Map<String, Type<?>> optionalInputs = new LinkedHashMap<>();
  private final Set<Feature<?>> seen = new HashSet<>();

  /** A key or input, and the feature that needs it. */
  private record Need(Type<?> type, String feature) {}

  private Needs() {}

  /**
   * What features need.
   *
   * @param item an entity whose keys the platform finds, so that no question names them
   */
  public static Needs of(Collection<? extends Feature<?>> features, @Nullable Entity<?> item) {
    Needs needs = new Needs();
    for (Feature<?> feature : features) {
      for (Entity<?> entity : feature.entities()) {
        if (item == null || !item.name().equals(entity.name())) {
          needs.keys.putIfAbsent(entity.name(), new Need(entity.keyType(), feature.name()));
        }
      }
      needs.visit(feature, true);
    }
    return needs;
  }

  /** These needs and those. */
  public Needs and(Needs others) {
    Needs both = new Needs();
    for (Needs needs : java.util.List.of(this, others)) {
      needs.keys.forEach(both.keys::putIfAbsent);
      needs.inputs.forEach(both.inputs::putIfAbsent);
      needs.optionalInputs.forEach(both.optionalInputs::putIfAbsent);
    }
    return both;
  }

  /** The names and types of all keys. */
  public Map<String, Type<?>> keys() {
    return types(keys);
  }

  /** The names and types of all inputs without which there are no answers. */
  public Map<String, Type<?>> inputs() {
    return types(inputs);
  }

  /** The names and types of the inputs that a question may leave out. */
  public Map<String, Type<?>> optionalInputs() {
    return optionalInputs;
  }

  private static Map<String, Type<?>> types(Map<String, Need> needs) {
    Map<String, Type<?>> types = new LinkedHashMap<>();
    needs.forEach((name, need) -> types.put(name, need.type()));
    return types;
  }

  private void visit(Feature<?> feature, boolean required) {
    if (!seen.add(feature)) {
      return;
    }
    switch (feature.formula()) {
      case Formula.Windowed<?, ?> _ ->
          feature.inputs().forEach(input -> visit(input, required, feature));
      case Formula.Computed<?> computed ->
          computed.inputs().forEach(input -> visit(input, required, feature));
      case Formula.Through<?, ?> through -> {
        visit(through.target(), required);
        visit(through.key(), required);
      }
      case Formula.Asked<?, ?> asked -> {
        visit(asked.request(), required, feature);
        asked.history().ifPresent(history -> visit(history, required));
      }
    }
    feature.fallbacks().forEach(fallback -> visit(fallback, required));
  }

  private void visit(Input<?> input, boolean required, Feature<?> by) {
    switch (input) {
      case Feature<?> feature -> visit(feature, required);
      case Request<?> request -> {
        if (required) {
          inputs.putIfAbsent(request.name(), new Need(request.type(), by.name()));
        } else {
          optionalInputs.putIfAbsent(request.name(), request.type());
        }
      }
      case Input.Moment _, Input.Words _ -> {}
      case Input.Optionally<?>(Input<?> inner) -> visit(inner, false, by);
    }
  }

  /**
   * Checks that a question has what is needed.
   *
   * @throws RapportException of kind {@code USER}, naming what is missing or wrong
   */
  public void check(Question question) {
    check("key of entity", keys, question.keys());
    check("request input", inputs, question.inputs());
    optionalInputs.forEach((name, type) -> {
      Object value = question.inputs().get(name);
      if (value != null && !inputs.containsKey(name)) {
        checkType("request input", name, type, value);
      }
    });
  }

  private static void check(String what, Map<String, Need> needs, Map<String, Object> given) {
    needs.forEach((name, need) -> {
      Object value = given.get(name);
      if (value == null) {
        throw RapportException.user(
            what + " " + name,
            "missing",
            Conversion.article(need.type().toString())
                + "; feature "
                + need.feature()
                + " needs it");
      }
      checkType(what, name, need.type(), value);
    });
  }

  private static void checkType(String what, String name, Type<?> type, Object value) {
    if (!type.javaClass().isInstance(value)) {
      throw RapportException.user(
          what + " " + name,
          value + " (" + value.getClass().getSimpleName() + ")",
          Conversion.article(type.toString()));
    }
  }
}
