/** The fakes under the contract suites. */
@NullMarked
package dev.rapport.testkit.fakes;

import org.jspecify.annotations.NullMarked;
