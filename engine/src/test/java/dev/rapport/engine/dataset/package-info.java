/** Tests of datasets. */
@NullMarked
package dev.rapport.engine.dataset;

import org.jspecify.annotations.NullMarked;
