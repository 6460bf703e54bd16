package io.firn.sandbox.http;

import java.util.Optional;

/**
 * Credentials, and whose they are.
 *
 * @param sessionToken of temporary ones
 * @param arn of the user or the assumed role
 */
public record AccessKey(
    String id, String secret, Optional<String> sessionToken, String account, String arn) {
  /** Of a user, for good. */
  static AccessKey ofUser(String id, String secret, String account) {
    return new AccessKey(
        id, secret, Optional.empty(), account, "arn:aws:iam::" + account + ":user/sandbox");
  }
}
