/** What happened on the travel site, one record for each kind of fact. */
@NullMarked
package dev.rapport.examples.travel.facts;

import org.jspecify.annotations.NullMarked;
