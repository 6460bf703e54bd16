/**
 * Observations of a batch become columns: observe, merge, decide, name. Of Iceberg it knows types
 * only.
 */
@NullMarked
package io.firn.schema;

import org.jspecify.annotations.NullMarked;
