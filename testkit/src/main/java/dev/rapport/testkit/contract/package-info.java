/**
 * What every implementation of an spi type must keep, as tests to extend; and the aggregation laws.
 */
@NullMarked
package dev.rapport.testkit.contract;

import org.jspecify.annotations.NullMarked;
