package io.firn.config;

import io.firn.TableName;
import io.firn.policy.EventPolicy;

/** Where a log group's events go, and what is done with them before. */
public record Route(TableName table, EventPolicy policy) {}
