/** Questions to answers: which facts a question sees, and what each feature makes of them. */
@NullMarked
package dev.rapport.engine.answer;

import org.jspecify.annotations.NullMarked;
