/** The objects of the landing zone. */
@NullMarked
package io.firn.landing;

import org.jspecify.annotations.NullMarked;
