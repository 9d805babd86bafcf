package dev.rapport.engine.knowledge;

import dev.rapport.engine.Progress;
import dev.rapport.spi.log.FactLog;
import dev.rapport.spi.model.EmbeddingModel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Vectors of texts, each embedded once. Those of items are kept in the log, those of queries in
 * memory. Thread-safe.
 */
final class Embeddings {
  /** The first byte of a kept vector; the floats follow, big-endian. */
  private static final byte VERSION = 1;

  /** How many texts are embedded between two reports of progress. */
  private static final int BATCH = 64;

  /** How many texts of queries are remembered. */
  private static final int REMEMBERED = 4_096;

  private static final String STREAM = "embeddings";
  private static final String PROPERTY = "embedding/";

  private final FactLog log;
  private final EmbeddingModel model;

  /** Of the texts of queries, the least recently used first. Guarded by itself. */
  private final Map<String, float[]> recent =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, float[]> eldest) {
          return size() > REMEMBERED;
        }
      };

  Embeddings(FactLog log, EmbeddingModel model) {
    this.log = log;
    this.model = model;
  }

  /**
   * The vectors of items' texts. Those that are new are embedded and kept, all at once.
   *
   * @param known those that are in memory already
   */
  Map<String, float[]> ofItems(
      String what, Collection<String> texts, Map<String, float[]> known, Progress progress) {
    Map<String, float[]> vectors = new HashMap<>();
    Set<String> open = new LinkedHashSet<>();
    for (String text : texts) {
      float[] vector = known.get(text);
      if (vector == null) {
        vector = log.property(key(text)).flatMap(this::decode).orElse(null);
      }
      if (vector == null) {
        open.add(text);
      } else {
        vectors.put(text, vector);
      }
    }
    if (open.isEmpty()) {
      return vectors;
    }
    Map<String, byte[]> kept = new HashMap<>();
    List<String> all = List.copyOf(open);
    for (int from = 0; from < all.size(); from += BATCH) {
      progress.at("embedding " + what, from, all.size());
      List<String> batch = all.subList(from, Math.min(from + BATCH, all.size()));
      embed(
          batch,
          (text, vector) -> {
            vectors.put(text, vector);
            kept.put(key(text), encode(vector));
          });
    }
    log.append(STREAM, List.of(), kept);
    progress.at("embedding " + what, all.size(), all.size());
    return vectors;
  }

  /** The vectors of the texts of a query, in order. */
  List<float[]> ofQuery(List<String> texts) {
    Map<String, float[]> vectors = new HashMap<>();
    Set<String> open = new LinkedHashSet<>();
    synchronized (recent) {
      for (String text : texts) {
        float[] vector = recent.get(text);
        if (vector == null) {
          open.add(text);
        } else {
          vectors.put(text, vector);
        }
      }
    }
    if (!open.isEmpty()) {
      embed(List.copyOf(open), vectors::put);
      synchronized (recent) {
        open.forEach(text -> recent.put(text, Objects.requireNonNull(vectors.get(text))));
      }
    }
    List<float[]> inOrder = new ArrayList<>(texts.size());
    texts.forEach(text -> inOrder.add(Objects.requireNonNull(vectors.get(text))));
    return inOrder;
  }

  /** Removes the kept vectors of all texts but these, and those of other models. */
  void keepOnly(Collection<String> texts) {
    Set<String> kept = new HashSet<>();
    texts.forEach(text -> kept.add(key(text)));
    Map<String, byte[]> removed = new HashMap<>();
    for (String key : log.properties(PROPERTY).keySet()) {
      if (!kept.contains(key)) {
        removed.put(key, new byte[0]);
      }
    }
    if (!removed.isEmpty()) {
      log.append(STREAM, List.of(), removed);
    }
  }

  private interface Taker {
    void take(String text, float[] vector);
  }

  private void embed(List<String> texts, Taker taker) {
    List<float[]> embedded = model.embed(texts);
    for (int i = 0; i < texts.size(); i++) {
      taker.take(texts.get(i), embedded.get(i));
    }
  }

  private String key(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((model.name() + '\n').getBytes(StandardCharsets.UTF_8));
      byte[] hash = digest.digest(text.getBytes(StandardCharsets.UTF_8));
      return PROPERTY + model.name() + "/" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has SHA-256
    }
  }

  private static byte[] encode(float[] vector) {
    ByteBuffer bytes = ByteBuffer.allocate(1 + vector.length * Float.BYTES).put(VERSION);
    for (float x : vector) {
      bytes.putFloat(x);
    }
    return bytes.array();
  }

  /** The vector that was kept; empty where it was written in another way, to be made again. */
  private Optional<float[]> decode(byte[] kept) {
    if (kept.length != 1 + model.dimensions() * Float.BYTES || kept[0] != VERSION) {
      return Optional.empty();
    }
    float[] vector = new float[model.dimensions()];
    ByteBuffer.wrap(kept, 1, kept.length - 1).asFloatBuffer().get(vector);
    return Optional.of(vector);
  }
}
