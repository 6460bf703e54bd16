/**
 * The config file as typed records, read once at the edge; knows no Spark, no Iceberg and no AWS.
 */
@NullMarked
package io.firn.config;

import org.jspecify.annotations.NullMarked;
