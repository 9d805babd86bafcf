/** Scenarios from a seed: catalogs, facts and questions that go where mistakes are made. */
@NullMarked
package dev.rapport.testkit.random;

import org.jspecify.annotations.NullMarked;
