/** A travel site: a few definitions that turn raw facts into a prompt which knows the traveller. */
@NullMarked
package dev.rapport.examples.travel;

import org.jspecify.annotations.NullMarked;
