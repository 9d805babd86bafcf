package dev.rapport.api.feature;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ordinary Java over the inputs of a computed feature. Pure: the same inputs, the same value. A
 * null result means absent.
 */
public final class Code {
  private Code() {}

  /** Code over any number of inputs, in their declared order. */
  @FunctionalInterface
  public interface Any<T> extends Serializable {
    @Nullable T apply(List<?> inputs);

    /** The function the user wrote, for fingerprints. */
    default Serializable written() {
      return this;
    }
  }

  /** Code over one input. */
  @FunctionalInterface
  public interface Of1<A, T> extends Serializable {
    @Nullable T apply(A a);
  }

  /** Code over two inputs. */
  @FunctionalInterface
  public interface Of2<A, B, T> extends Serializable {
    @Nullable T apply(A a, B b);
  }

  /** Code over three inputs. */
  @FunctionalInterface
  public interface Of3<A, B, C, T> extends Serializable {
    @Nullable T apply(A a, B b, C c);
  }

  /** Code over four inputs. */
  @FunctionalInterface
  public interface Of4<A, B, C, D, T> extends Serializable {
    @Nullable T apply(A a, B b, C c, D d);
  }

  /** Code over five inputs. */
  @FunctionalInterface
  public interface Of5<A, B, C, D, E, T> extends Serializable {
    @Nullable T apply(A a, B b, C c, D d, E e);
  }

  /** Code over six inputs. */
  @FunctionalInterface
  public interface Of6<A, B, C, D, E, F, T> extends Serializable {
    @Nullable T apply(A a, B b, C c, D d, E e, F f);
  }

  /** Typed code behind the form the engine runs. */
  record Spread<T>(Serializable written, Any<T> spread) implements Any<T> {
    @Override
    public @Nullable T apply(List<?> inputs) {
      return spread.apply(inputs);
    }
  }
}
