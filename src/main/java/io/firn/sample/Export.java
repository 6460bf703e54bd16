package io.firn.sample;

import java.nio.file.Path;

/** An export task that was written into the folder {@code task}. */
record Export(Path task, Written written) {}
