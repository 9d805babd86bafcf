package dev.rapport.examples.travel.weather;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;

/**
 * Made-up weather: a pure function of a place's climate and the hour, so that what the stub answers
 * at an hour and what the history holds of it agree. Temperatures follow the month and the time of
 * day and swing over some days; it rains as often as the month's sum suggests.
 */
public final class SeededWeather {
  /** The moment at which the made-up history ends, and now is. */
  public static final Instant NOW = Instant.parse("2026-06-15T12:30:00Z");

  private SeededWeather() {}

  /** A wet day's rain in millimetres, to turn a month's sum into a number of wet days. */
  private static final double WET_DAY_MM = 9;

  /** The weather of the hour that a moment is in. */
  public static Weather at(Climate climate, Instant moment) {
    ZonedDateTime hour = moment.atZone(ZoneOffset.UTC).truncatedTo(ChronoUnit.HOURS);
    long hours = hour.toEpochSecond() / 3_600;
    SplittableRandom chance = chance(climate, hours, 1);
    double solarHour = hour.getHour() + climate.lon() / 15;
    double temperature =
        monthly(climate.temperature(), hour)
            + 4 * Math.cos(2 * Math.PI * (solarHour - 15) / 24)
            + swing(climate, hours)
            + 0.4 * chance.nextGaussian();
    double wetShare = Math.min(0.8, monthly(climate.rain(), hour) / 30 / WET_DAY_MM);
    boolean wet = chance(climate, hours / 6, 2).nextDouble() < wetShare * 0.5;
    double rain = wet ? tenth(-Math.log(1 - chance.nextDouble()) * 1.2) : 0;
    double wind = 6 + 6 * -Math.log(1 - chance.nextDouble());
    int code = rain > 0 ? falling(rain, temperature) : sky(wetShare, chance.nextDouble());
    return new Weather(tenth(temperature), rain, tenth(wind), code);
  }

  private static int falling(double rain, double temperature) {
    if (temperature < 1) {
      return rain < 0.5 ? 71 : rain < 2 ? 73 : 75;
    }
    if (rain > 4 && temperature > 18) {
      return 95;
    }
    return rain < 0.3 ? 51 : rain < 1 ? 61 : rain < 3 ? 63 : 65;
  }

  /** 0 to 3: from a clear sky to an overcast one. */
  private static int sky(double wetShare, double chance) {
    return (int) Math.min(3, 4 * Math.pow(chance, 1.6 - 1.2 * wetShare));
  }

  /** Between the values of the two nearest months' middles. */
  private static double monthly(java.util.List<Double> months, ZonedDateTime hour) {
    double position = hour.getMonthValue() - 1.5 + hour.getDayOfMonth() / 30.5;
    int before = Math.floorMod((int) Math.floor(position), 12);
    double share = position - Math.floor(position);
    return months.get(before) * (1 - share) + months.get((before + 1) % 12) * share;
  }

  /** Warm and cold spells of some days, with a standard deviation of about 2.5 degrees. */
  private static double swing(Climate climate, long hours) {
    long spell = Math.floorDiv(hours, 72);
    double share = Math.floorMod(hours, 72) / 72.0;
    return 2.5
        * (chance(climate, spell, 3).nextGaussian() * (1 - share)
            + chance(climate, spell + 1, 3).nextGaussian() * share);
  }

  private static SplittableRandom chance(Climate climate, long time, int what) {
    return new SplittableRandom(
        (climate.id().hashCode() * 31L + what) * 0x9E3779B97F4A7C15L + time);
  }

  private static double tenth(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
