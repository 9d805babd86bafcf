/** The commands of {@code rapport}, one class each. */
@NullMarked
package dev.rapport.app.command;

import org.jspecify.annotations.NullMarked;
