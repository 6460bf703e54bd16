/** What tests share: one local Spark, a local S3, firn as a child process, comparisons. */
@NullMarked
package io.firn.testing;

import org.jspecify.annotations.NullMarked;
