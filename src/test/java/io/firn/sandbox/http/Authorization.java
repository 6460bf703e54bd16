package io.firn.sandbox.http;

import io.firn.sandbox.AwsException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The header by which a request of AWS's signature version 4 says who sends it, and where to. */
record Authorization(
    String accessKeyId,
    String date,
    String region,
    String service,
    List<String> signedHeaders,
    String signature) {
  private static final Pattern HEADER =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=([^/]+)/([0-9]{8})/([^/]+)/([^/]+)/aws4_request,"
              + " ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})");

  static Authorization of(WireRequest request) {
    Matcher parts =
        HEADER.matcher(
            request
                .header("authorization")
                .orElseThrow(
                    () ->
                        new AwsException(
                            "MissingAuthenticationTokenException",
                            "Missing Authentication Token")));
    if (!parts.matches()) {
      throw new AwsException(
          "IncompleteSignatureException", "The sandbox cannot read the Authorization header.");
    }
    return new Authorization(
        parts.group(1),
        parts.group(2),
        parts.group(3),
        parts.group(4),
        Arrays.asList(parts.group(5).split(";", -1)),
        parts.group(6));
  }
}
