/** What applying a catalog would change: fingerprints, what is deployed, and the difference. */
@NullMarked
package dev.rapport.engine.plan;

import org.jspecify.annotations.NullMarked;
