/** Keeps tables in order: compaction, retention, history and debris. */
@NullMarked
package io.firn.maintain;

import org.jspecify.annotations.NullMarked;
