package dev.rapport.platform;

import static dev.rapport.api.aggregation.Aggregations.countRows;
import static dev.rapport.api.aggregation.Aggregations.lastDistinct;
import static dev.rapport.api.aggregation.Aggregations.latest;
import static dev.rapport.api.aggregation.Aggregations.sum;
import static dev.rapport.api.prompt.TokenBudget.tokens;
import static dev.rapport.api.schema.Type.DOUBLE;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;

import dev.rapport.api.aggregation.Window;
import dev.rapport.api.catalog.Catalog;
import dev.rapport.api.catalog.CatalogProvider;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Request;
import dev.rapport.api.feature.Source;
import dev.rapport.api.knowledge.Candidates;
import dev.rapport.api.knowledge.Knowledge;
import dev.rapport.api.prompt.Prompt;
import java.time.Instant;
import java.util.List;

/** A small catalog with each kind of source. */
final class Shop implements CatalogProvider {
  record Order(String orderId, String customer, Instant orderedAt, double amount) {}

  record View(String customer, Instant at, String product) {}

  record Product(String product, String title, double price) {}

  static final Entity<String> CUSTOMER = Entity.of("customer", String.class);
  static final Entity<String> PRODUCT = Entity.of("product", String.class);

  static final Source<Order> ORDERS =
      Source.table(Order.class, "select * from read_csv('orders.csv')")
          .named("orders")
          .at(Order::orderedAt)
          .id(Order::orderId)
          .about(CUSTOMER, Order::customer);

  static final Source<View> VIEWS =
      Source.stream(View.class, "views")
          .at(View::at)
          .knownAt(View::at)
          .history("select * from read_json('views.jsonl')")
          .about(CUSTOMER, View::customer)
          .about(PRODUCT, View::product);

  static final Source<Product> PRODUCTS =
      Source.table(Product.class, "select * from 'products.csv'")
          .named("products")
          .timeless()
          .about(PRODUCT, Product::product);

  static final Feature<Double> SPENT =
      ORDERS.feature("spent").aggregate(Order::amount, sum(), ofDays(365)).withDefault(0.0);
  static final Feature<List<String>> SEEN =
      VIEWS.feature("seen").by(CUSTOMER).aggregate(View::product, lastDistinct(3), ofHours(1));
  static final Feature<Long> VIEWED =
      VIEWS.feature("viewed").by(CUSTOMER, PRODUCT).aggregate(countRows(), ofDays(30));
  static final Feature<String> TITLE =
      PRODUCTS.feature("title").aggregate(Product::title, latest(), Window.lifetime());
  static final Feature<Double> PRICE =
      PRODUCTS.feature("price").aggregate(Product::price, latest(), Window.lifetime());
  static final Request<Double> LIMIT = Request.of("limit", Double.class);
  static final Feature<Double> WITHIN =
      Feature.computed("within", DOUBLE, PRICE, LIMIT, (price, limit) -> price <= limit ? 1 : 0.0);
  static final Feature<Double> INTEREST =
      Feature.computed("interest", DOUBLE, VIEWED, views -> views.doubleValue());

  static final Knowledge<String> SHELF =
      Knowledge.of("shelf", PRODUCT, PRODUCTS).text(Product::title);

  static final Candidates<String> OFFER =
      Candidates.from(SHELF).rankBy(WITHIN.weight(1), INTEREST.weight(2)).top(2).with(TITLE, PRICE);

  static final Prompt ADVICE =
      Prompt.named("advice")
          .instruct("Recommend one product.")
          .fact("Spent", SPENT)
          .fact("Just looked at", SEEN)
          .offer(OFFER)
          .within(tokens(200));

  @Override
  public Catalog catalog() {
    return Catalog.of(ADVICE);
  }
}
