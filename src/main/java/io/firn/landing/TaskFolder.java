package io.firn.landing;

/**
 * Where an export task has written to.
 *
 * @param path what the keys of its objects start with, without a slash at the end
 * @param taskId the last step of it
 */
public record TaskFolder(String path, String taskId) {}
