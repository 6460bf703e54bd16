package io.firn.ingest;

import io.firn.landing.TaskFolder;
import io.firn.ledger.LogSource;
import java.time.Duration;
import java.time.Instant;

/**
 * What an export task of somebody's has written, as far as it was listed.
 *
 * @param source whose events it exports
 * @param newest when its newest object was written
 * @param quietFor when nothing was written for so long it is taken for over
 */
record ExportFolder(TaskFolder task, LogSource source, Instant newest, Duration quietFor) {}
