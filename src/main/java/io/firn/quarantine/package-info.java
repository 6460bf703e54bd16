/** The table of bad records: bytes that are no event, with the reason and where they lay. */
@NullMarked
package io.firn.quarantine;

import org.jspecify.annotations.NullMarked;
