/** Classes that break each rule of the architecture once, so that a test sees every rule fire. */
@NullMarked
package io.firn.archfixture;

import org.jspecify.annotations.NullMarked;
