/**
 * A CloudWatch Logs for tests and for people: {@link io.firn.sandbox.CloudLogs} is the model, pure
 * and on a clock that tests advance; {@link io.firn.sandbox.http} speaks AWS's wire protocols.
 */
@NullMarked
package io.firn.sandbox;

import org.jspecify.annotations.NullMarked;
