import static dev.rapport.api.aggregation.Aggregations.*;
import static dev.rapport.api.aggregation.Window.lifetime;
import static dev.rapport.api.prompt.TokenBudget.tokens;
import static dev.rapport.api.schema.Condition.atLeast;
import static dev.rapport.api.schema.Type.BOOLEAN;
import static dev.rapport.api.schema.Type.DOUBLE;
import static java.time.Duration.ofDays;

import module dev.rapport.api;

import java.time.Instant;
import java.util.List;

/** What a bookshop knows about its readers, and the prompt that uses it. Edit it. */
public final class Bookshop implements CatalogProvider {

  // Who and what the facts are about: a name and the class of the keys.

  static final Entity<String> READER = Entity.of("reader", String.class);
  static final Entity<String> BOOK = Entity.of("book", String.class);

  // Where the facts come from. A record is a schema: its components are the columns, and the
  // column ordered_at is the component orderedAt.

  record Order(
      String orderId, String reader, String book, String genre, int rating, Instant orderedAt) {}

  /** A table: any SQL over Parquet, CSV or JSON files; paths start in this folder. */
  static final Source<Order> ORDERS =
      Source.table(Order.class, "select * from read_csv('data/orders.csv')")
          .at(Order::orderedAt)
          .id(Order::orderId)
          .about(READER, Order::reader)
          .about(BOOK, Order::book)
          .describedAs("Books bought and rated.");

  record PageView(String viewId, String reader, String book, Instant viewedAt) {}

  /** A stream: events that are pushed, here with 'rapport ingest page_views data/page_views.jsonl'. */
  static final Source<PageView> PAGE_VIEWS =
      Source.stream(PageView.class, "page_views")
          .at(PageView::viewedAt)
          .id(PageView::viewId)
          .about(READER, PageView::reader)
          .describedAs("Pages of books looked at.");

  record Book(String book, String title, String genre, double price, String about) {}

  static final Source<Book> BOOKS =
      Source.table(Book.class, "select * from read_csv('data/books.csv')")
          .timeless()
          .about(BOOK, Book::book)
          .describedAs("The books on the shelf.");

  // What is known of a reader: an aggregation over the facts of a window.

  static final Feature<List<String>> FAVOURITE_GENRES =
      ORDERS
          .feature("favourite_genres")
          .by(READER)
          .where(Order::rating, atLeast(4))
          .aggregate(Order::genre, mostFrequent(3), ofDays(365))
          .describedAs("The genres of books rated 4 or 5 in the past year, most frequent first.");

  static final Feature<List<String>> LOOKED_AT =
      PAGE_VIEWS
          .feature("looked_at")
          .aggregate(PageView::book, lastDistinct(5), ofDays(7))
          .describedAs("Books looked at in the past week, newest first.");

  // What is known of a book, or of a reader and a book.

  static final Feature<String> TITLE =
      BOOKS.feature("title").aggregate(Book::title, latest(), lifetime());

  static final Feature<String> GENRE =
      BOOKS.feature("genre").aggregate(Book::genre, latest(), lifetime());

  static final Feature<Double> PRICE =
      BOOKS.feature("price").aggregate(Book::price, latest(), lifetime());

  static final Feature<Long> TIMES_BOUGHT =
      ORDERS
          .feature("times_bought")
          .by(READER, BOOK)
          .aggregate(countRows(), lifetime())
          .describedAs("How often this reader bought this book.");

  // Code over other features: ordinary Java.

  static final Feature<Boolean> IS_NEW =
      Feature.computed("is_new", BOOLEAN, TIMES_BOUGHT, times -> times == 0)
          .describedAs("Whether this reader does not have this book yet.");

  static final Feature<Double> GENRE_FIT =
      Feature.computed(
              "genre_fit",
              DOUBLE,
              FAVOURITE_GENRES,
              GENRE,
              (favourites, genre) -> favourites.contains(genre) ? 1.0 : 0.0)
          .describedAs("1 for a book of a favourite genre, else 0.");

  // What can be offered, found by its texts and ranked by features.

  static final Knowledge<String> SHELF =
      Knowledge.of("shelf", BOOK, BOOKS).text(Book::title, Book::about);

  static final Prompt NEXT_BOOK =
      Prompt.named("next_book")
          .instruct(
              "You are a bookseller. Recommend one book from the list and say why it suits this"
                  + " reader.")
          .fact("Likes", FAVOURITE_GENRES)
          .fact("Looked at this week", LOOKED_AT)
          .offer(
              Candidates.from(SHELF)
                  .like(FAVOURITE_GENRES)
                  .require(IS_NEW)
                  .rankBy(GENRE_FIT.weight(1))
                  .top(5)
                  .with(TITLE, GENRE, PRICE))
          .within(tokens(1_000));

  @Override
  public Catalog catalog() {
    return Catalog.of(NEXT_BOOK);
  }
}
