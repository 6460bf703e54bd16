/** The driver against the sandbox's model, in process and on a test clock. */
@NullMarked
package io.firn.export;

import org.jspecify.annotations.NullMarked;
