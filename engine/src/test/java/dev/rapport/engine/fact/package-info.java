/** Tests of how facts are kept. */
@NullMarked
package dev.rapport.engine.fact;

import org.jspecify.annotations.NullMarked;
