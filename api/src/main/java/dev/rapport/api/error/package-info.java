/** What can go wrong, and who must act. */
@NullMarked
package dev.rapport.api.error;

import org.jspecify.annotations.NullMarked;
