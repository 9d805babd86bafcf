/** A question at a moment, and the context that answers it. */
@NullMarked
package dev.rapport.api.question;

import org.jspecify.annotations.NullMarked;
