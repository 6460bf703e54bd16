/** Bytes of an object become log events; knows no Spark, no Iceberg and no AWS. */
@NullMarked
package io.firn.decode;

import org.jspecify.annotations.NullMarked;
