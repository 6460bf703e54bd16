/** Finds events that a table has already, by few columns of its files and of a batch's. */
@NullMarked
package io.firn.dedupe;

import org.jspecify.annotations.NullMarked;
