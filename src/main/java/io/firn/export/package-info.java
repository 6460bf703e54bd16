/**
 * Drives export tasks: a tick takes the steps that are possible now, and may be repeated, run twice
 * at once, or killed anywhere.
 */
@NullMarked
package io.firn.export;

import org.jspecify.annotations.NullMarked;
