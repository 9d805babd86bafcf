/** Catalogs from folders of Java sources: compiled in memory, kept by the hash of the sources. */
@NullMarked
package dev.rapport.app.catalog;

import org.jspecify.annotations.NullMarked;
