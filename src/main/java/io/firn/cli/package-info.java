/** Commands; the only place that builds clients, the clock and the SparkSession. */
@NullMarked
package io.firn.cli;

import org.jspecify.annotations.NullMarked;
