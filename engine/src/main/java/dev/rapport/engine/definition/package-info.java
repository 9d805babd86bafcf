/**
 * What a definition consists of, as data: the account that checks, plans and tables are made from.
 */
@NullMarked
package dev.rapport.engine.definition;

import org.jspecify.annotations.NullMarked;
