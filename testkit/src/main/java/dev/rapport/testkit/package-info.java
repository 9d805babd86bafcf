/**
 * What tests stand on: the naive reference that recomputes by sorting and scanning, fakes of every
 * spi type, contract suites for plugins, seeded generators and the conformance runner. Never
 * imports the engine it judges.
 */
@NullMarked
package dev.rapport.testkit;

import org.jspecify.annotations.NullMarked;
