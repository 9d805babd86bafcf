/** The weather service: a client for Open-Meteo's forecast API and a local stub that speaks it. */
@NullMarked
package dev.rapport.examples.travel.weather;

import org.jspecify.annotations.NullMarked;
