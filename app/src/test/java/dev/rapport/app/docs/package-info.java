/** The documentation, held to the code: its blocks are regions of files that tests run. */
@NullMarked
package dev.rapport.app.docs;

import org.jspecify.annotations.NullMarked;
