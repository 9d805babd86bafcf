/** The law suite itself: it accepts what keeps the laws and refuses what does not. */
@NullMarked
package dev.rapport.testkit.contract;

import org.jspecify.annotations.NullMarked;
