/** Config. */
@NullMarked
package io.firn.config;

import org.jspecify.annotations.NullMarked;
