/** Export objects made from anybody's files or out of nothing, for trying and for tests. */
@NullMarked
package io.firn.sample;

import org.jspecify.annotations.NullMarked;
