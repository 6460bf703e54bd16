package io.firn.config;

import io.firn.TableName;
import io.firn.policy.EventPolicy;

/** A. */
public record Route(TableName table, EventPolicy policy) {}
