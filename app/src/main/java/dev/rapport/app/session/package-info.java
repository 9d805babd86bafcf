/** What commands share: the options of all of them, the catalog and the platform they open. */
@NullMarked
package dev.rapport.app.session;

import org.jspecify.annotations.NullMarked;
