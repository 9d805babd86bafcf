/** Language models, embeddings and token counts. */
@NullMarked
package dev.rapport.spi.model;

import org.jspecify.annotations.NullMarked;
