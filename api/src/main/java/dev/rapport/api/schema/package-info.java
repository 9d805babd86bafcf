/** Types of values, records as schemas, and the typed references to their components. */
@NullMarked
package dev.rapport.api.schema;

import org.jspecify.annotations.NullMarked;
