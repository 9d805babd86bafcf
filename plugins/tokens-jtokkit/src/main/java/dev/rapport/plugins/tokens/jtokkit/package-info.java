/** Token counts by JTokkit, exact for OpenAI encodings. */
@NullMarked
package dev.rapport.plugins.tokens.jtokkit;

import org.jspecify.annotations.NullMarked;
