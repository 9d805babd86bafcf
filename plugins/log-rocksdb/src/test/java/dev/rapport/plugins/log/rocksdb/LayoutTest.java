package dev.rapport.plugins.log.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.spi.log.LogEntry;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The bytes on disk, which a later version must still read. */
class LayoutTest {
  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void the_bytes_on_disk_stay_as_they_are() {
    assertThat(hex(Layout.FORMAT_KEY)).isEqualTo("46");
    assertThat(hex(Layout.format())).isEqualTo("726170706f7274206c6f6701");
    assertThat(hex(Layout.streamKey("é"))).isEqualTo("4ec3a9");
    assertThat(hex(Layout.number(258))).isEqualTo("0000000000000102");
    assertThat(hex(Layout.propertyKey("a/1"))).isEqualTo("50612f31");
    assertThat(hex(Layout.segmentKey(3, 256))).isEqualTo("4700000000000000030000000000000100");
    assertThat(hex(Layout.segment(5, Layout.GROWS)))
        .isEqualTo("010000000000000005ffffffffffffffff");
    assertThat(hex(Layout.segment(5, 7))).isEqualTo("0100000000000000050000000000000007");
    assertThat(hex(Layout.entryKey(5, 255))).isEqualTo("45000000000000000500000000000000ff");
    assertThat(hex(Layout.entry(new LogEntry(-2, new byte[] {1, 2}))))
        .isEqualTo("01fffffffffffffffe0102");
  }

  @Test
  void an_entry_is_read_back_and_one_of_another_version_is_refused() {
    var entry = new LogEntry(Long.MAX_VALUE, new byte[] {-1, 0, 1});
    assertThat(Layout.entry(ByteBuffer.wrap(Layout.entry(entry)))).isEqualTo(entry);
    byte[] later = Layout.entry(entry);
    later[0] = 2;
    assertThatThrownBy(() -> Layout.entry(ByteBuffer.wrap(later)))
        .hasMessageContaining("version 2");
  }
}
