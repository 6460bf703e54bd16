/** The ingest job: plan, run the tasks, settle the schema, commit. */
@NullMarked
package io.firn.ingest;

import org.jspecify.annotations.NullMarked;
