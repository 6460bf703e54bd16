/** What was claimed, decided and ingested; recovery of what a crash left behind. */
@NullMarked
package io.firn.ledger;

import org.jspecify.annotations.NullMarked;
