/** {@code firn export}, with neither Spark nor Iceberg on its class path. */
@NullMarked
package io.firn.driver;

import org.jspecify.annotations.NullMarked;
