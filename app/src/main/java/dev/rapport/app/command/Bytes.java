package dev.rapport.app.command;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of bytes as people write it: {@code 64k}, {@code 800m}, {@code 2g}. */
final class Bytes implements ITypeConverter<OptionalLong> {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})([kmgt])b?");

  @Override
  public OptionalLong convert(String text) {
    Matcher size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
    if (!size.matches() || Long.parseLong(size.group(1)) == 0) {
      throw new TypeConversionException(
          text + " (expected: a number above 0 and k, m, g or t, such as 800m or 2g)");
    }
    int power = "kmgt".indexOf(size.group(2)) + 1;
    return OptionalLong.of(Long.parseLong(size.group(1)) << (10 * power));
  }
}
