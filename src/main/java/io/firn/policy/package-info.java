/** What a route does with each event before it is stored; knows no Spark, no Iceberg and no AWS. */
@NullMarked
package io.firn.policy;

import org.jspecify.annotations.NullMarked;
