package io.firn.parse;

/** Records of CloudTrail: JSON objects that say which service did something. */
final class CloudTrailParser implements MessageParser {
  private static final FieldKey EVENT_VERSION = FieldKey.of("eventVersion");
  private static final FieldKey EVENT_SOURCE = FieldKey.of("eventSource");

  @Override
  public Parsed parse(byte[] bytes, int offset, int length, FieldWriter fields) {
    boolean fits =
        fields.object(bytes, offset, length)
            && fields.tape().member(0, EVENT_VERSION) >= 0
            && fields.tape().member(0, EVENT_SOURCE) >= 0;
    return fits ? Parsed.WHOLLY : Parsed.NOT;
  }
}
