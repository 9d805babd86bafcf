/** Collections of items as they were known at a moment: embedded, searched, filtered and ranked. */
@NullMarked
package dev.rapport.engine.knowledge;

import org.jspecify.annotations.NullMarked;
