/**
 * The reading of windows: which facts a question uses, and what they come to; summaries of blocks
 * make long windows cheap.
 */
@NullMarked
package dev.rapport.engine.window;

import org.jspecify.annotations.NullMarked;
