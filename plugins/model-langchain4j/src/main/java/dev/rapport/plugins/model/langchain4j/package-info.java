/** Chat models by LangChain4j: OpenAI-compatible servers, Anthropic and Ollama. */
@NullMarked
package dev.rapport.plugins.model.langchain4j;

import org.jspecify.annotations.NullMarked;
