/** Embeddings computed in this process: MiniLM on ONNX Runtime. */
@NullMarked
package dev.rapport.plugins.embedding.onnx;

import org.jspecify.annotations.NullMarked;
