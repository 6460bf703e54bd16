package io.firn.sandbox.http;

import io.firn.sandbox.AwsException;
import java.util.UUID;

/** Answers of AWS's query protocol. */
final class Xml {
  private static final String CONTENT_TYPE = "text/xml";

  private Xml() {}

  static String element(String name, String value) {
    return "<" + name + ">" + escaped(value) + "</" + name + ">";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** The answer of an operation around its result's elements. */
  static WireResponse result(String operation, String namespace, String elements) {
    String body =
        "<%1$sResponse xmlns=\"%2$s\"><%1$sResult>%3$s</%1$sResult>%4$s</%1$sResponse>"
            .formatted(operation, namespace, elements, metadata());
    return new WireResponse(200, CONTENT_TYPE, body);
  }

  private static String metadata() {
    return "<ResponseMetadata>"
        + element("RequestId", UUID.randomUUID().toString())
        + "</ResponseMetadata>";
  }

  /** An error; the query protocol leaves out the word at the end of some codes. */
  static WireResponse error(AwsException error) {
    String code =
        switch (error.code()) {
          case "ThrottlingException" -> "Throttling";
          case "AccessDeniedException" -> "AccessDenied";
          case "UnrecognizedClientException" -> "InvalidClientTokenId";
          case "InvalidSignatureException" -> "SignatureDoesNotMatch";
          default -> error.code();
        };
    String body =
        "<ErrorResponse><Error>"
            + element("Type", "Sender")
            + element("Code", code)
            + element("Message", String.valueOf(error.getMessage()))
            + "</Error>"
            + element("RequestId", UUID.randomUUID().toString())
            + "</ErrorResponse>";
    boolean forbidden = code.equals("AccessDenied") || code.equals("InvalidClientTokenId");
    return new WireResponse(forbidden ? 403 : 400, CONTENT_TYPE, body);
  }
}
