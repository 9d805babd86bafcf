package dev.rapport.api.aggregation;

import java.io.Serializable;
import java.util.Optional;

/**
 * The four functions of an aggregation. Values arrive without nulls, in the total order of their
 * facts. Laws, which the testkit's law suite checks one by one:
 *
 * <ul>
 *   <li>{@code create()} gives a state of its own: what is added to one state changes no other;
 *   <li>the same values give the same result, each time;
 *   <li>{@code finish} leaves the state as it was: more may be added after it; and a result stays
 *       as it was when more is added;
 *   <li>{@code create()} is neutral for {@code merge}, on both sides;
 *   <li>{@code merge} leaves its second argument as it was, and what it returns shares nothing with
 *       it that may change: states of parts are kept and merged into others again and again;
 *   <li>{@code merge} is associative;
 *   <li>splitting the facts anywhere, adding each part to a state of its own and merging them in
 *       order finishes as adding them all to one state does: where the order of values matters, a
 *       state holds what it takes to know which came first;
 *   <li>a merged state goes on: more may be added to it.
 * </ul>
 *
 * <p>{@code add} and {@code merge} may change and return their first argument. No state and no
 * result is null. An aggregator has no state of its own and is safe to share.
 *
 * @param <V> the input's type
 * @param <S> the state's type
 * @param <A> the result's type
 */
public interface Aggregator<V, S, A> extends Serializable {
  S create();

  S add(S state, V value);

  /** Joins the state of earlier facts with the state of later ones, which stays as it is. */
  S merge(S earlier, S later);

  /**
   * The result, empty where there is none for what was added.
   *
   * @throws ArithmeticException where what was added has no result that fits its type: the value is
   *     in error, with that message
   */
  Optional<A> finish(S state);
}
