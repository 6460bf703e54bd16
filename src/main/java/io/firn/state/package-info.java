/** Small objects with conditional writes that runs share, and the leases that are kept in them. */
@NullMarked
package io.firn.state;

import org.jspecify.annotations.NullMarked;
