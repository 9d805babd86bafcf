/** Point-in-time cases from the test suites of others, run on any answer path. */
@NullMarked
package dev.rapport.testkit.conformance;

import org.jspecify.annotations.NullMarked;
