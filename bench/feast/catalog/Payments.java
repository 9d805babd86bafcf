import static dev.rapport.api.aggregation.Aggregations.latest;
import static dev.rapport.api.aggregation.Window.lifetime;

import module dev.rapport.api;
import module java.base;

/** The newest payment of a customer, as Feast's feature view without a time to live has it. */
public final class Payments implements CatalogProvider {
  record Payment(String customerId, Instant paidAt, double amount) {}

  static final Entity<String> CUSTOMER = Entity.of("customer", String.class);

  static final Source<Payment> PAYMENTS =
      Source.table(Payment.class, "select * from read_parquet('payments.parquet')")
          .named("payments")
          .at(Payment::paidAt)
          .about(CUSTOMER, Payment::customerId);

  static final Feature<Double> LAST_AMOUNT =
      PAYMENTS.feature("last_amount").aggregate(Payment::amount, latest(), lifetime());

  @Override
  public Catalog catalog() {
    return Catalog.of(LAST_AMOUNT);
  }
}
