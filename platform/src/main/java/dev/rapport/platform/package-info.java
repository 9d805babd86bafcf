/**
 * The door: opens a data directory and wires the engine to the default plugins, then applies
 * catalogs, answers questions, renders prompts, makes datasets and takes in facts.
 */
@NullMarked
package dev.rapport.platform;

import org.jspecify.annotations.NullMarked;
