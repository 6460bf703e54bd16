/** The sandbox over HTTP: AWS's wire protocols for what the model has, and S3 beside it. */
@NullMarked
package io.firn.sandbox.http;

import org.jspecify.annotations.NullMarked;
