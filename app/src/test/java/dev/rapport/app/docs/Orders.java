package dev.rapport.app.docs;

import static dev.rapport.api.aggregation.Aggregations.approxCountDistinct;
import static dev.rapport.api.aggregation.Aggregations.approxPercentiles;
import static dev.rapport.api.aggregation.Aggregations.count;
import static dev.rapport.api.aggregation.Aggregations.countRows;
import static dev.rapport.api.aggregation.Aggregations.decayedCount;
import static dev.rapport.api.aggregation.Aggregations.decayedSum;
import static dev.rapport.api.aggregation.Aggregations.firstTime;
import static dev.rapport.api.aggregation.Aggregations.last;
import static dev.rapport.api.aggregation.Aggregations.latest;
import static dev.rapport.api.aggregation.Aggregations.max;
import static dev.rapport.api.aggregation.Aggregations.maxBy;
import static dev.rapport.api.aggregation.Aggregations.mean;
import static dev.rapport.api.aggregation.Aggregations.min;
import static dev.rapport.api.aggregation.Aggregations.mostFrequent;
import static dev.rapport.api.aggregation.Aggregations.seen;
import static dev.rapport.api.aggregation.Aggregations.sinceLast;
import static dev.rapport.api.aggregation.Aggregations.streak;
import static dev.rapport.api.aggregation.Aggregations.sum;
import static dev.rapport.api.aggregation.Aggregations.sumLong;
import static dev.rapport.api.schema.Condition.equalTo;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;

import module dev.rapport.api;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;

/** The definitions behind the examples of docs/semantics.md. */
public final class Orders implements CatalogProvider {
  private static final String SQL =
      """
      select id, customer, item, placed::timestamp as placed, known::timestamp as known,
             seq::integer as seq, amount::bigint as amount, deleted::boolean as deleted,
             weight::double as weight, zone
      from read_csv('orders.csv', all_varchar = true, header = true)
      """;

  @NullUnmarked // its components may be null, as columns may
  // docs:begin record
  record Order(
      String id,
      String customer,
      String item,
      Instant placed,
      Instant known,
      Integer seq,
      Long amount,
      Boolean deleted,
      Double weight,
      String zone) {}

  // docs:end record

  static final Entity<String> CUSTOMER = Entity.of("customer", String.class);

  // docs:begin sources
  /** Known when it was true. Every row is its own fact. */
  static final Source<Order> PLAIN =
      Source.table(Order.class, SQL)
          .named("plain")
          .at(Order::placed)
          .about(CUSTOMER, Order::customer);

  /** Known when the column says so. */
  static final Source<Order> REPORTED = PLAIN.named("reported").knownAt(Order::known);

  /** The same id again is a correction, or a delete. */
  static final Source<Order> CORRECTED =
      REPORTED.named("corrected").id(Order::id).deletedWhen(Order::deleted);

  /** Ties of event time are ordered by a declared sequence. */
  static final Source<Order> SEQUENCED = PLAIN.named("sequenced").orderedBy(Order::seq);

  // docs:end sources

  // docs:begin known
  static final Feature<Long> KNOWN_ORDERS =
      REPORTED.feature("known_orders").aggregate(countRows(), ofHours(4));
  static final Feature<Long> KNOWN_AMOUNT =
      REPORTED.feature("known_amount").aggregate(Order::amount, sumLong(), ofHours(4));

  // docs:end known

  // docs:begin retained
  /** Of each customer the two newest orders that are known. */
  static final Source<Order> TWO_NEWEST = REPORTED.named("two_newest").retainNewest(2);

  static final Feature<Long> RETAINED_AMOUNT =
      TWO_NEWEST.feature("retained_amount").aggregate(Order::amount, sumLong(), Window.lifetime());
  static final Feature<Long> RETAINED_OF_ALL =
      TWO_NEWEST
          .feature("retained_of_all")
          .global()
          .aggregate(Order::amount, sumLong(), Window.lifetime());
  static final Feature<Long> RETAINED_TEA =
      TWO_NEWEST
          .feature("retained_tea")
          .where(Order::item, equalTo("tea"))
          .aggregate(countRows(), Window.lifetime());

  // docs:end retained

  // docs:begin windows
  static final Feature<Long> LAST_HOUR =
      PLAIN.feature("last_hour").aggregate(countRows(), ofHours(1));
  static final Feature<Long> HOUR_BY_HALF_HOURS =
      PLAIN
          .feature("hour_by_half_hours")
          .aggregate(countRows(), Window.last(ofHours(1)).every(ofMinutes(30)));
  static final Feature<Long> HOUR_BEFORE =
      PLAIN
          .feature("hour_before")
          .aggregate(countRows(), Window.last(ofHours(1)).offsetBy(ofHours(1)));
  static final Feature<Long> EVER = PLAIN.feature("ever").aggregate(countRows(), Window.lifetime());
  // docs:end windows

  // docs:begin corrections
  static final Feature<Long> AMOUNT =
      CORRECTED.feature("amount").aggregate(Order::amount, sumLong(), Window.lifetime());
  // docs:end corrections

  // docs:begin order
  static final Feature<List<String>> LAST_ITEMS =
      SEQUENCED.feature("last_items").aggregate(Order::item, last(3), Window.lifetime());
  // docs:end order

  // docs:begin values
  static final Feature<Long> ROWS = PLAIN.feature("rows").aggregate(countRows(), ofHours(1));
  static final Feature<Long> AMOUNTS =
      PLAIN.feature("amounts").aggregate(Order::amount, count(), ofHours(1));
  static final Feature<Double> TOTAL =
      PLAIN.feature("total").aggregate(Order::amount, sum(), ofHours(1));
  static final Feature<Long> LARGEST =
      PLAIN.feature("largest").aggregate(Order::amount, max(), ofHours(1));
  static final Feature<Long> NEWEST =
      PLAIN.feature("newest").aggregate(Order::amount, latest(), ofHours(1));
  static final Feature<List<String>> ITEMS =
      PLAIN.feature("items").aggregate(Order::item, last(3), ofHours(1));
  // docs:end values

  // docs:begin cold
  static final Feature<Double> EVERYBODY =
      PLAIN.feature("everybody").global().aggregate(Order::amount, mean(), ofHours(2));
  static final Feature<Double> OWN =
      PLAIN.feature("own").aggregate(Order::amount, mean(), ofHours(1));
  static final Feature<Double> OWN_OR_EVERYBODY =
      OWN.named("own_or_everybody").orElse(EVERYBODY).withDefault(50.0);
  static final Feature<Long> NEWEST_OR_ZERO = NEWEST.named("newest_or_zero").withDefault(0L);
  // docs:end cold

  // docs:begin frequent
  static final Feature<List<String>> FAVOURITES =
      PLAIN.feature("favourites").aggregate(Order::item, mostFrequent(2), Window.lifetime());
  static final Feature<Map<String, Long>> PER_ITEM =
      PLAIN
          .feature("per_item")
          .per(Order::item)
          .aggregate(Order::amount, sumLong(), Window.lifetime());
  // docs:end frequent

  // docs:begin overflow
  static final Feature<Long> SUM_LONG =
      PLAIN.feature("sum_long").aggregate(Order::amount, sumLong(), Window.lifetime());
  static final Feature<Double> SUM =
      PLAIN.feature("sum").aggregate(Order::amount, sum(), Window.lifetime());

  // docs:end overflow

  // docs:begin counted
  static final Feature<Long> LAST_TWO =
      PLAIN.feature("last_two").aggregate(Order::amount, sumLong(), Window.lastFacts(2));
  static final Feature<Long> TWO_BEFORE_THE_NEWEST =
      PLAIN
          .feature("two_before_the_newest")
          .aggregate(Order::amount, sumLong(), Window.lastFacts(2).skipping(1));
  static final Feature<Long> TWO_OF_THE_HOUR =
      PLAIN
          .feature("two_of_the_hour")
          .aggregate(Order::amount, sumLong(), Window.last(ofHours(1)).atMost(2));
  // docs:end counted

  // docs:begin session
  static final Feature<List<String>> THIS_VISIT =
      PLAIN.feature("this_visit").aggregate(Order::item, last(5), Window.session(ofMinutes(30)));
  // docs:end session

  // docs:begin calendar
  static final Feature<String> OWN_ZONE =
      PLAIN.feature("own_zone").aggregate(Order::zone, last(), Window.lifetime());
  static final Feature<Long> TODAY =
      PLAIN.feature("today").inZone(OWN_ZONE).aggregate(countRows(), Window.today());
  static final Feature<Long> TODAY_IN_PARIS =
      PLAIN
          .feature("today_in_paris")
          .inZone(ZoneId.of("Europe/Paris"))
          .aggregate(countRows(), Window.today());
  static final Feature<Long> YESTERDAY_IN_PARIS =
      PLAIN
          .feature("yesterday_in_paris")
          .inZone(ZoneId.of("Europe/Paris"))
          .aggregate(countRows(), Window.today().previous(1));
  // docs:end calendar

  // docs:begin series
  static final Feature<List<Long>> ORDERS_BY_HOUR =
      PLAIN.feature("orders_by_hour").aggregate(countRows(), Window.last(ofHours(1)).series(3));
  static final Feature<List<Double>> AMOUNT_BY_HOUR =
      PLAIN
          .feature("amount_by_hour")
          .aggregate(Order::amount, sum(), Window.last(ofHours(1)).series(3), 0.0);
  // docs:end series

  // docs:begin lifecycle
  static final Feature<Boolean> KNOWN_CUSTOMER =
      PLAIN.feature("known_customer").aggregate(seen(), Window.lifetime());
  static final Feature<Instant> FIRST_ORDER =
      PLAIN.feature("first_order").aggregate(firstTime(), Window.lifetime());
  static final Feature<Duration> SINCE_LAST_ORDER =
      PLAIN.feature("since_last_order").aggregate(sinceLast(), Window.lifetime());
  static final Feature<Long> DAYS_IN_A_ROW =
      PLAIN
          .feature("days_in_a_row")
          .inZone(ZoneId.of("Europe/Paris"))
          .aggregate(streak(CalendarUnit.DAY), Window.lifetime());
  // docs:end lifecycle

  // docs:begin decay
  static final Feature<Double> DECAYED_ORDERS =
      PLAIN.feature("decayed_orders").aggregate(decayedCount(ofHours(1)), Window.lifetime());
  static final Feature<Double> DECAYED_AMOUNT =
      PLAIN
          .feature("decayed_amount")
          .aggregate(Order::amount, decayedSum(ofHours(1)), Window.lifetime());
  // docs:end decay

  // docs:begin bound
  static final Feature<Map<String, Long>> TWO_NEWEST_ITEMS =
      PLAIN
          .feature("two_newest_items")
          .per(Order::item)
          .newest(2)
          .aggregate(Order::amount, sumLong(), Window.lifetime());
  static final Feature<Map<String, Long>> TWO_FREQUENT_ITEMS =
      PLAIN
          .feature("two_frequent_items")
          .per(Order::item)
          .mostFrequent(2)
          .aggregate(Order::amount, sumLong(), Window.lifetime());
  // docs:end bound

  // docs:begin each
  static final Feature<Map<String, Long>> AMOUNT_OF_HEAVIEST =
      PLAIN
          .feature("amount_of_heaviest")
          .per(Order::item)
          .aggregate(Order::amount, maxBy(Order::weight), Window.lifetime());
  static final Feature<List<Map<String, Long>>> ITEMS_BY_HOUR =
      PLAIN
          .feature("items_by_hour")
          .per(Order::item)
          .aggregate(countRows(), Window.last(ofHours(1)).series(2));
  // docs:end each

  // docs:begin infinite
  static final Feature<Double> WEIGHT =
      PLAIN.feature("weight").aggregate(Order::weight, sum(), Window.lifetime());
  static final Feature<Double> MEAN_WEIGHT =
      PLAIN.feature("mean_weight").aggregate(Order::weight, mean(), Window.lifetime());
  static final Feature<Double> LIGHTEST =
      PLAIN.feature("lightest").aggregate(Order::weight, min(), Window.lifetime());
  static final Feature<Double> HEAVIEST =
      PLAIN.feature("heaviest").aggregate(Order::weight, max(), Window.lifetime());
  // docs:end infinite

  // docs:begin approximate
  static final Feature<Long> ABOUT_ITEMS =
      PLAIN.feature("about_items").aggregate(Order::item, approxCountDistinct(), ofHours(1));
  static final Feature<List<Double>> ABOUT_AMOUNTS =
      PLAIN
          .feature("about_amounts")
          .aggregate(Order::amount, approxPercentiles(0.5, 0.9), ofHours(1));

  // docs:end approximate

  @Override
  public Catalog catalog() {
    return Catalog.of(
        KNOWN_ORDERS,
        KNOWN_AMOUNT,
        RETAINED_AMOUNT,
        RETAINED_OF_ALL,
        RETAINED_TEA,
        LAST_HOUR,
        HOUR_BY_HALF_HOURS,
        HOUR_BEFORE,
        EVER,
        AMOUNT,
        LAST_ITEMS,
        ROWS,
        AMOUNTS,
        TOTAL,
        LARGEST,
        NEWEST,
        ITEMS,
        EVERYBODY,
        OWN,
        OWN_OR_EVERYBODY,
        NEWEST_OR_ZERO,
        FAVOURITES,
        PER_ITEM,
        SUM_LONG,
        SUM,
        LAST_TWO,
        TWO_BEFORE_THE_NEWEST,
        TWO_OF_THE_HOUR,
        THIS_VISIT,
        OWN_ZONE,
        TODAY,
        TODAY_IN_PARIS,
        YESTERDAY_IN_PARIS,
        ORDERS_BY_HOUR,
        AMOUNT_BY_HOUR,
        KNOWN_CUSTOMER,
        FIRST_ORDER,
        SINCE_LAST_ORDER,
        DAYS_IN_A_ROW,
        DECAYED_ORDERS,
        DECAYED_AMOUNT,
        TWO_NEWEST_ITEMS,
        TWO_FREQUENT_ITEMS,
        AMOUNT_OF_HEAVIEST,
        ITEMS_BY_HOUR,
        WEIGHT,
        MEAN_WEIGHT,
        LIGHTEST,
        HEAVIEST,
        ABOUT_ITEMS,
        ABOUT_AMOUNTS);
  }
}
