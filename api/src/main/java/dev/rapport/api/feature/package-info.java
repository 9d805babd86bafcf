/** Signals: where facts come from (sources, requests, services) and the features made of them. */
@NullMarked
package dev.rapport.api.feature;

import org.jspecify.annotations.NullMarked;
