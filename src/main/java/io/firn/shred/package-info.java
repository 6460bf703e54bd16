/** One parsed message along a table's columns: what is new in it, and the row that it makes. */
@NullMarked
package io.firn.shred;

import org.jspecify.annotations.NullMarked;
