/** Prompts as text: the layout, the wording of what is known, and the budget of tokens. */
@NullMarked
package dev.rapport.engine.prompt;

import org.jspecify.annotations.NullMarked;
