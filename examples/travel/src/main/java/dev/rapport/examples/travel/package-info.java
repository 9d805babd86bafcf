/**
 * The catalog of a travel site: what is known of places and travellers, and the prompts that use
 * it, from level 0 (nothing about the traveller) to level 3 (where the traveller is now).
 *
 * <p>Definitions refer to each other in one direction, so that no constant is used before it is
 * initialised: {@code Places ← Travellers ← RightNow ← OnTheSpot ← Travel}.
 */
@NullMarked
package dev.rapport.examples.travel;

import org.jspecify.annotations.NullMarked;
