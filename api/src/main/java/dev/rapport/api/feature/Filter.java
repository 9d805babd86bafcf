package dev.rapport.api.feature;

import java.io.Serializable;
import java.util.function.Predicate;

/** Ordinary Java that says which facts count. Pure: the same fact, the same answer, always. */
@FunctionalInterface
public interface Filter<R> extends Predicate<R>, Serializable {}
