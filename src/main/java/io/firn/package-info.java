/** Values that every part shares; they depend on nothing. */
@NullMarked
package io.firn;

import org.jspecify.annotations.NullMarked;
