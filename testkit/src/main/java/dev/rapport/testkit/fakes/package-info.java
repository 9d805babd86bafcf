/**
 * In-memory stand-ins for what the outside provides; each passes the contract suite of its type.
 */
@NullMarked
package dev.rapport.testkit.fakes;

import org.jspecify.annotations.NullMarked;
