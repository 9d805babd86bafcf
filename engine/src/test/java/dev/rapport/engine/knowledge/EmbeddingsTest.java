package dev.rapport.engine.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.engine.Progress;
import dev.rapport.spi.model.EmbeddingModel;
import dev.rapport.testkit.fakes.FakeFactLog;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Vectors as they lie in the log. These bytes are on disks: a test may gain a version, it may not
 * change one.
 */
class EmbeddingsTest {
  /** The model, and SHA-256 of its name, a line feed and the text {@code hello}. */
  private static final String KEY =
      "embedding/two/dd37c35e5f3c002f0fa0aee25dbacbbd32ab192c423858c41082084af0c900a0";

  /** Version 1, then floats: 0.6 and -0.8. */
  private static final String GOLDEN = "01" + "3f19999a" + "bf4ccccd";

  private final FakeFactLog log = new FakeFactLog(new FakeFactLog.Disk());
  private int embedded;

  private final Embeddings embeddings =
      new Embeddings(
          log,
          new EmbeddingModel() {
            @Override
            public String name() {
              return "two";
            }

            @Override
            public int dimensions() {
              return 2;
            }

            @Override
            public List<float[]> embed(List<String> texts) {
              embedded += texts.size();
              return texts.stream().map(_ -> new float[] {0.6f, -0.8f}).toList();
            }
          });

  @AfterEach
  void close() {
    log.close();
  }

  private float[] hello() {
    Map<String, float[]> vectors =
        embeddings.ofItems("items", List.of("hello"), Map.of(), Progress.NONE);
    assertThat(vectors).containsOnlyKeys("hello");
    return vectors.values().iterator().next();
  }

  private void put(String hex) {
    log.append("embeddings", List.of(), Map.of(KEY, HexFormat.of().parseHex(hex)));
  }

  @Test
  void a_vector_is_written_under_its_model_and_text() {
    hello();
    assertThat(log.properties("").keySet()).containsExactly(KEY);
    assertThat(log.property(KEY)).contains(HexFormat.of().parseHex(GOLDEN));
  }

  @Test
  void a_vector_that_was_written_so_is_read_and_not_made_again() {
    put(GOLDEN);
    assertThat(hello()).containsExactly(0.6f, -0.8f);
    assertThat(embedded).isZero();
  }

  @Test
  void a_vector_of_another_version_or_length_is_made_again() {
    for (String other : List.of("02" + GOLDEN.substring(2), GOLDEN + "00000000", "01")) {
      put(other);
      assertThat(hello()).containsExactly(0.6f, -0.8f);
      assertThat(log.property(KEY)).contains(HexFormat.of().parseHex(GOLDEN));
    }
    assertThat(embedded).isEqualTo(3);
  }
}
