package io.firn.parse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Optional;

/**
 * Records of VPC flow logs: words between single spaces, in the default order, in one that is
 * given, or in that of the header line that came last in the object.
 */
public final class VpcFlowParser implements MessageParser {
  /** The order of the default format. */
  public static final List<String> DEFAULT_FIELDS = VpcFlowField.DEFAULT;

  private static final int LONGEST_HEADER = 2000;

  private final VpcFlowField[] given;
  private VpcFlowField[] order;

  private VpcFlowParser(VpcFlowField[] given) {
    this.given = given;
    this.order = given;
  }

  /** The fields in their order, as AWS names them; none for the default format. */
  static VpcFlowParser of(List<String> fields) {
    List<String> names = fields.isEmpty() ? VpcFlowField.DEFAULT : fields;
    return new VpcFlowParser(names.stream().map(VpcFlowField::of).toArray(VpcFlowField[]::new));
  }

  /** The names of fields, as AWS has them. */
  public static List<String> fieldNames() {
    return VpcFlowField.known();
  }

  @Override
  public void startObject() {
    order = given;
  }

  @Override
  public Parsed parse(byte[] bytes, int offset, int length, FieldWriter fields) {
    int end = Ascii.withoutNewlines(bytes, offset, offset + length);
    if (isHeader(bytes, offset, end)) {
      return Parsed.NOT;
    }
    int at = offset;
    for (VpcFlowField field : order) {
      int to = Ascii.find(bytes, at, end, ' ');
      if (at >= to || !write(field, bytes, at, to, fields)) {
        return Parsed.NOT;
      }
      at = to + 1;
    }
    return at == end + 1 ? Parsed.WHOLLY : Parsed.NOT;
  }

  /** Takes over the order of a header line. */
  private boolean isHeader(byte[] bytes, int from, int end) {
    if (from == end || !Ascii.isLetter(bytes[from]) || end - from > LONGEST_HEADER) {
      return false;
    }
    String line = new String(bytes, from, end - from, ISO_8859_1);
    Optional<VpcFlowField[]> header = VpcFlowField.ofHeader(line);
    header.ifPresent(found -> order = found);
    return header.isPresent();
  }

  /** False where there is text in the place of a number. */
  private static boolean write(
      VpcFlowField field, byte[] bytes, int from, int to, FieldWriter fields) {
    if (to - from == 1 && bytes[from] == '-') {
      fields.none(field.key());
    } else if (!field.isNumber()) {
      fields.string(field.key(), bytes, from, to);
    } else if (Ascii.isNumber(bytes, from, to)) {
      fields.number(field.key(), bytes, from, to);
    } else {
      return false;
    }
    return true;
  }
}
