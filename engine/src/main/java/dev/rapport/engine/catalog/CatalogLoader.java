package dev.rapport.engine.catalog;

import dev.rapport.api.catalog.Catalog;
import dev.rapport.api.catalog.CatalogProvider;
import dev.rapport.api.error.CatalogException;
import dev.rapport.api.error.RapportException;
import dev.rapport.engine.UserCode;
import dev.rapport.spi.service.ServiceBindings;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs the code that defines catalogs, and turns what it throws into a message about that code.
 *
 * <p>One catalog is loaded at a time in a process: classes whose constants need each other would
 * otherwise wait for each other for ever when two threads initialise them.
 */
public final class CatalogLoader {
  private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

  private CatalogLoader() {}

  /**
   * Makes a catalog provider of its class, which is initialised here if it was not before.
   *
   * @throws CatalogException if the class is none, has no constructor without parameters, or fails
   */
  public static CatalogProvider provider(Class<?> providerClass) {
    return load(
        providerClass,
        () -> {
          if (!CatalogProvider.class.isAssignableFrom(providerClass)) {
            throw RapportException.user(
                "class " + providerClass.getName(),
                "no catalog",
                "implements CatalogProvider, a class that names the roots of a catalog");
          }
          try {
            var constructor = providerClass.getDeclaredConstructor();
            constructor.setAccessible(true);
            return (CatalogProvider) constructor.newInstance();
          } catch (NoSuchMethodException | InstantiationException e) {
            throw RapportException.user(
                "class " + providerClass.getName(),
                "cannot be made",
                "a class that is not abstract, with a constructor without parameters");
          }
        });
  }

  /**
   * The roots that a provider names.
   *
   * @throws CatalogException if its code fails
   */
  public static Catalog load(CatalogProvider provider) {
    return load(
        provider.getClass(),
        () -> present(provider.catalog(), provider, "catalog()", "the roots, by Catalog.of(...)"));
  }

  /**
   * The clients that a provider brings along; none where it is no {@link ServiceBindings.Provider}.
   *
   * @throws CatalogException if its code fails
   */
  public static ServiceBindings services(CatalogProvider provider) {
    if (!(provider instanceof ServiceBindings.Provider brings)) {
      return ServiceBindings.NONE;
    }
    return load(
        provider.getClass(),
        () ->
            present(
                brings.services(), provider, "services()", "bindings, or ServiceBindings.NONE"));
  }

  @SuppressWarnings("ConstantValue") // the user's code may return null whatever it declares
  private static <T> T present(T value, CatalogProvider provider, String method, String expected) {
    if (value == null) {
      throw RapportException.user(
          "class " + provider.getClass().getName() + ": " + method, null, expected);
    }
    return value;
  }

  private static <T> T load(Class<?> owner, Callable<T> code) {
    ONE_AT_A_TIME.lock();
    try {
      return code.call();
    } catch (CatalogException e) {
      throw e;
    } catch (RapportException e) {
      if (e.kind() != RapportException.Kind.USER) {
        throw e;
      }
      throw new CatalogException(List.of(e.getMessage()));
    } catch (Throwable e) {
      Throwable thrown =
          e instanceof InvocationTargetException && e.getCause() != null ? e.getCause() : e;
      UserCode.check(thrown);
      throw failed(owner, thrown);
    } finally {
      ONE_AT_A_TIME.unlock();
    }
  }

  private static RuntimeException failed(Class<?> owner, Throwable thrown) {
    if (thrown instanceof CatalogException e) {
      return e;
    }
    String problem = FailedCode.of(thrown).explain(owner.getClassLoader());
    CatalogException failure = new CatalogException(List.of(problem));
    failure.addSuppressed(thrown);
    return failure;
  }
}
