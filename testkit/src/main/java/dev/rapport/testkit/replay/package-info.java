/** The naive reference: every answer recomputed by sorting and scanning. */
@NullMarked
package dev.rapport.testkit.replay;

import org.jspecify.annotations.NullMarked;
