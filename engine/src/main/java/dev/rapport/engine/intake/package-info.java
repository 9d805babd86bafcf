/** How facts come in: tables are read, streams are pushed, histories are loaded into the log. */
@NullMarked
package dev.rapport.engine.intake;

import org.jspecify.annotations.NullMarked;
