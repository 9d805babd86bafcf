/** The generator: repeatable, and it reaches what it is meant to reach. */
@NullMarked
package dev.rapport.testkit.random;

import org.jspecify.annotations.NullMarked;
