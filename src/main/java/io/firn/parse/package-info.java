/** The message of one event becomes fields; knows no Spark, no Iceberg and no AWS. */
@NullMarked
package io.firn.parse;

import org.jspecify.annotations.NullMarked;
