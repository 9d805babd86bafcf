/** What a person reads. */
@NullMarked
package dev.rapport.app.output;

import org.jspecify.annotations.NullMarked;
