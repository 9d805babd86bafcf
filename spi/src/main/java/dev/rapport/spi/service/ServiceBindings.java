package dev.rapport.spi.service;

import dev.rapport.api.feature.Service;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Which client answers for which service. Immutable. */
public final class ServiceBindings {
  public static final ServiceBindings NONE = new ServiceBindings(Map.of());

  private final Map<String, ServiceClient<?, ?>> clients;

  private ServiceBindings(Map<String, ServiceClient<?, ?>> clients) {
    this.clients = clients;
  }

  /** Binds a service, instead of an earlier binding if there was one. */
  public <I, O> ServiceBindings with(Service<I, O> service, ServiceClient<I, O> client) {
    Map<String, ServiceClient<?, ?>> more = new LinkedHashMap<>(clients);
    more.put(service.name(), client);
    return new ServiceBindings(Map.copyOf(more));
  }

  /** These bindings, and those of {@code other} where it has one. */
  public ServiceBindings overriddenBy(ServiceBindings other) {
    Map<String, ServiceClient<?, ?>> more = new LinkedHashMap<>(clients);
    more.putAll(other.clients);
    return new ServiceBindings(Map.copyOf(more));
  }

  @SuppressWarnings("unchecked") // with() pairs the types
  public <I, O> Optional<ServiceClient<I, O>> client(Service<I, O> service) {
    return Optional.ofNullable((ServiceClient<I, O>) clients.get(service.name()));
  }

  /** A catalog provider that brings the clients of its services along. */
  @FunctionalInterface
  public interface Provider {
    ServiceBindings services();
  }
}
