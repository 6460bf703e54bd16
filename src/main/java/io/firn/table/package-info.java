/** Catalogs, tables, data files, and the commit that publishes a batch. */
@NullMarked
package io.firn.table;

import org.jspecify.annotations.NullMarked;
