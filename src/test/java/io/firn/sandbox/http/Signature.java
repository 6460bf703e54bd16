package io.firn.sandbox.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.firn.sandbox.AwsException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Checks AWS's signature version 4 of requests to a path without a query. */
final class Signature {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";

  private Signature() {}

  static void check(WireRequest request, Authorization authorization, AccessKey key) {
    if (!request.headerOrEmpty("x-amz-security-token").equals(key.sessionToken().orElse(""))) {
      throw new AwsException(
          "UnrecognizedClientException", "The security token included in the request is invalid.");
    }
    String expected = sign(request, authorization, key.secret());
    if (!expected.equals(authorization.signature())) {
      throw new AwsException(
          "InvalidSignatureException",
          "The request signature we calculated does not match the signature you provided. Check"
              + " your AWS Secret Access Key and signing method. Consult the service documentation"
              + " for details.");
    }
  }

  private static String sign(WireRequest request, Authorization authorization, String secret) {
    String scope =
        String.join(
            "/",
            authorization.date(),
            authorization.region(),
            authorization.service(),
            "aws4_request");
    String text =
        String.join(
            "\n",
            ALGORITHM,
            request.headerOrEmpty("x-amz-date"),
            scope,
            hash(canonical(request, authorization).getBytes(UTF_8)));
    byte[] signing = ("AWS4" + secret).getBytes(UTF_8);
    for (String step : scope.split("/", -1)) {
      signing = mac(signing, step);
    }
    return HexFormat.of().formatHex(mac(signing, text));
  }

  private static String canonical(WireRequest request, Authorization authorization) {
    StringBuilder text = new StringBuilder();
    text.append(request.method()).append('\n').append(request.path()).append("\n\n");
    for (String header : authorization.signedHeaders()) {
      String value = request.headerOrEmpty(header).strip().replaceAll(" +", " ");
      text.append(header).append(':').append(value).append('\n');
    }
    text.append('\n').append(String.join(";", authorization.signedHeaders())).append('\n');
    return text.append(hash(request.body())).toString();
  }

  private static byte[] mac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has HmacSHA256", e);
    }
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
