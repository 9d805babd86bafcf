/** The demo: the travel example from raw facts to prompts, level by level, and whether it helps. */
@NullMarked
package dev.rapport.app.demo;

import org.jspecify.annotations.NullMarked;
