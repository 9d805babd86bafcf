package dev.rapport.plugins.log.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.spi.log.LogEntry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
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
    List<LogEntry> entries =
        List.of(new LogEntry(-2, new byte[] {1, 2}), new LogEntry(258, new byte[0]));
    assertThat(hex(Block.of(entries).getFirst().bytes()))
        .isEqualTo("01" + "00000002" + "fffffffffffffffe000000020102" + "000000000000010200000000");
  }

  @Test
  void blocks_hold_what_was_put_into_them() {
    List<LogEntry> entries = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      entries.add(new LogEntry(i, new byte[i % 300]));
    }
    entries.add(new LogEntry(1, new byte[1 << 20]));
    List<LogEntry> found = new ArrayList<>();
    List<Block> blocks = Block.of(entries);
    for (Block block : blocks) {
      ByteBuffer value = ByteBuffer.wrap(block.bytes());
      int count = Block.count(value);
      assertThat(count).isEqualTo(block.entries());
      for (int i = 0; i < count; i++) {
        if (i == 1) {
          found.add(entries.get(found.size()));
          Block.skip(value);
        } else {
          found.add(Block.next(value));
        }
      }
      assertThat(value.hasRemaining()).isFalse();
    }
    assertThat(blocks).hasSizeBetween(3, 4);
    assertThat(found).isEqualTo(entries);
  }

  @Test
  void a_block_of_another_version_is_refused() {
    byte[] later = Block.of(List.of(new LogEntry(1, new byte[0]))).getFirst().bytes();
    later[0] = 2;
    assertThatThrownBy(() -> Block.count(ByteBuffer.wrap(later))).hasMessageContaining("version 2");
  }
}
