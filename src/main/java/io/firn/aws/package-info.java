/** The driver's ports on the AWS SDK. */
@NullMarked
package io.firn.aws;

import org.jspecify.annotations.NullMarked;
