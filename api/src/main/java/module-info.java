import org.jspecify.annotations.NullMarked;

/**
 * The definitions of Rapport: immutable values that say what is known about a user, never how it is
 * computed. A catalog needs one line to see them all: {@code import module dev.rapport.api;}
 */
@NullMarked
module dev.rapport.api {
  requires static transitive org.jspecify;

  exports dev.rapport.api.aggregation;
  exports dev.rapport.api.catalog;
  exports dev.rapport.api.entity;
  exports dev.rapport.api.error;
  exports dev.rapport.api.feature;
  exports dev.rapport.api.knowledge;
  exports dev.rapport.api.prompt;
  exports dev.rapport.api.question;
  exports dev.rapport.api.schema;
}
