package io.firn.sandbox;

import java.time.Clock;

/** What export tasks of all accounts and Regions share. */
record Exporting(Clock clock, SandboxSettings settings, ExportSink sink, Buckets buckets) {}
