/** What tests share: one local Spark, a local S3, comparisons. */
@NullMarked
package io.firn.testing;

import org.jspecify.annotations.NullMarked;
