package io.firn.sandbox.http;

import io.firn.sandbox.AccountRegion;
import io.firn.sandbox.AwsException;

/** Who sent a request that is signed, and to which Region. */
record Caller(AccessKey key, String region) {
  /** Of a signed request; refused without a known key and a right signature. */
  static Caller of(WireRequest request, Accounts accounts) {
    Authorization authorization = Authorization.of(request);
    AccessKey key =
        accounts
            .find(authorization.accessKeyId())
            .orElseThrow(
                () ->
                    new AwsException(
                        "UnrecognizedClientException",
                        "The security token included in the request is invalid."));
    Signature.check(request, authorization, key);
    return new Caller(key, authorization.region());
  }

  AccountRegion place() {
    return new AccountRegion(key.account(), region);
  }
}
