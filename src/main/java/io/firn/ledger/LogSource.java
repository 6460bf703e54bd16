package io.firn.ledger;

import io.firn.AccountRegion;
import io.firn.LogGroup;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where an object's events come from, as far as it is known. */
public record LogSource(LogGroup group, @Nullable String account, @Nullable String region)
    implements Serializable {
  /** Of a log group whose account and Region are known, as they are of every export window. */
  public AccountRegion place() {
    return new AccountRegion(
        Objects.requireNonNull(account, "account"), Objects.requireNonNull(region, "region"));
  }
}
