/** Chat models behind OpenAI-compatible APIs, by LangChain4j. */
@NullMarked
package dev.rapport.plugins.model.langchain4j;

import org.jspecify.annotations.NullMarked;
