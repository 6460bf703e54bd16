/** The table {@code firn.quarantine}: pieces of objects that are no events. */
@NullMarked
package io.firn.quarantine;

import org.jspecify.annotations.NullMarked;
