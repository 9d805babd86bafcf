/** What a person or a program reads: tables, colours, progress and JSON. */
@NullMarked
package dev.rapport.app.output;

import org.jspecify.annotations.NullMarked;
