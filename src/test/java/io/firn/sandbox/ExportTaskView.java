package io.firn.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * An export task as DescribeExportTasks tells it.
 *
 * @param completionTime null until it is over
 */
public record ExportTaskView(
    String id,
    ExportRequest request,
    TaskStatus status,
    String message,
    long creationTime,
    @Nullable Long completionTime) {}
