/** Parts of sources and of questions by the keys of an entity, where all do not fit in memory. */
@NullMarked
package dev.rapport.engine.slice;

import org.jspecify.annotations.NullMarked;
