package io.firn.sandbox.http;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The calls of STS. */
final class TokenCalls {
  private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";
  private static final Duration VALID = Duration.ofHours(1);

  private final Accounts accounts;

  TokenCalls(Accounts accounts) {
    this.accounts = accounts;
  }

  WireResponse assumeRole(Form form) {
    AccessKey key = accounts.assume(form.text("RoleArn"), form.text("RoleSessionName"));
    // By the machine's clock: it is this that clients renew them by.
    Instant end = Instant.now().plus(VALID).truncatedTo(ChronoUnit.SECONDS);
    String credentials =
        Xml.element("AccessKeyId", key.id())
            + Xml.element("SecretAccessKey", key.secret())
            + Xml.element("SessionToken", key.sessionToken().orElse(""))
            + Xml.element("Expiration", end.toString());
    String user = Xml.element("Arn", key.arn()) + Xml.element("AssumedRoleId", userId(key));
    return Xml.result(
        "AssumeRole",
        NAMESPACE,
        "<Credentials>"
            + credentials
            + "</Credentials><AssumedRoleUser>"
            + user
            + "</AssumedRoleUser>");
  }

  WireResponse callerIdentity(Caller caller) {
    AccessKey key = caller.key();
    return Xml.result(
        "GetCallerIdentity",
        NAMESPACE,
        Xml.element("Arn", key.arn())
            + Xml.element("UserId", userId(key))
            + Xml.element("Account", key.account()));
  }

  private static String userId(AccessKey key) {
    return key.sessionToken().isPresent()
        ? "AROASANDBOX:" + key.arn().substring(key.arn().lastIndexOf('/') + 1)
        : "AIDASANDBOX";
  }
}
