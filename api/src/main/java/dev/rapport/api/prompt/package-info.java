/**
 * Prompts as structure: instructions, facts, candidates and the user's own words, within a budget.
 */
@NullMarked
package dev.rapport.api.prompt;

import org.jspecify.annotations.NullMarked;
