package io.firn.config;

import org.jspecify.annotations.Nullable;

/** What a REST catalog's server knows its client by. */
public sealed interface RestAccess {
  /** A bearer token. */
  record Token(Secret secret) implements RestAccess {}

  /** What an OAuth2 server gives tokens for: {@code <client id>:<secret>}, or a secret alone. */
  record Credential(Secret secret) implements RestAccess {}

  /**
   * A signature with the AWS credentials of the process.
   *
   * @param service the name that is signed with, such as {@code execute-api}
   * @param region null if only the environment may say it
   */
  record Signature(String service, @Nullable String region) implements RestAccess {
    public Signature {
      checkedService(service);
      if (region != null) {
        AwsConfig.checkedRegion(region);
      }
    }

    static String checkedService(String service) {
      if (!service.matches("[a-z0-9-]{1,63}")) {
        throw new IllegalArgumentException(
            "Invalid service: '" + service + "' (must be like execute-api)");
      }
      return service;
    }
  }
}
