package dev.rapport.examples.travel.generator;

import dev.rapport.examples.travel.facts.Click;
import dev.rapport.examples.travel.facts.Favourite;
import dev.rapport.examples.travel.facts.Search;
import dev.rapport.examples.travel.facts.Traveller;
import dev.rapport.examples.travel.facts.Trip;
import dev.rapport.examples.travel.facts.VideoWatched;
import dev.rapport.examples.travel.facts.WeatherReport;
import dev.rapport.spi.table.TableWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** The files of facts in the making, all of them or none. */
final class Tables implements AutoCloseable {
  private final TableWriter writer;
  private final Path folder;
  private final SequencedMap<String, Table<?>> all = new LinkedHashMap<>();
  final Table<Traveller> travellers;
  final Table<Trip> trips;
  final Table<Favourite> favourites;
  final Table<VideoWatched> videos;
  final Table<Search> searches;
  final Table<Click> clicks;
  final Table<WeatherReport> weather;

  Tables(TableWriter writer, Path folder) {
    this.writer = writer;
    this.folder = folder;
    this.travellers = table("travellers", Traveller.class);
    this.trips = table("trips", Trip.class);
    this.favourites = table("favourites", Favourite.class);
    this.videos = table("videos", VideoWatched.class);
    this.searches = table("searches", Search.class);
    this.clicks = table("clicks", Click.class);
    this.weather = table("weather_history", WeatherReport.class);
  }

  private <R extends Record> Table<R> table(String name, Class<R> record) {
    Table<R> table = new Table<>(writer, folder.resolve(name + ".parquet"), record);
    all.put(name, table);
    return table;
  }

  SequencedMap<String, Long> rows() {
    SequencedMap<String, Long> rows = new LinkedHashMap<>();
    all.forEach((name, table) -> rows.put(name, table.rows()));
    return rows;
  }

  void commit() {
    all.values().forEach(Table::commit);
  }

  @Override
  public void close() {
    all.values().forEach(Table::close);
  }
}
