package dev.rapport.api.catalog;

/** A class that names the roots of a catalog. It needs a constructor without parameters. */
@FunctionalInterface
public interface CatalogProvider {
  Catalog catalog();
}
