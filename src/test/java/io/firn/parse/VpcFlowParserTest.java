package io.firn.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.parse.FieldWriter.FreeText;
import io.firn.parse.MessageParser.Parsed;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class VpcFlowParserTest {
  private static final ParserChoice DEFAULT = ParserChoice.of("vpc-flow");
  private static final String ACCEPTED =
      "2 012345678901 eni-1 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070"
          + " ACCEPT OK";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ACCEPTED
            + "|{'version':2,'account_id':'012345678901','interface_id':'eni-1',"
            + "'srcaddr':'172.31.16.139','dstaddr':'172.31.16.21','srcport':20641,'dstport':22,"
            + "'protocol':6,'packets':20,'bytes':4249,'start':1418530010,'end':1418530070,"
            + "'action':'ACCEPT','log_status':'OK'}",
        "2 123456789010 eni-1 - - - - - - - 1431280876 1431280934 - NODATA"
            + "|{'version':2,'account_id':'123456789010','interface_id':'eni-1','srcaddr':null,"
            + "'dstaddr':null,'srcport':null,'dstport':null,'protocol':null,'packets':null,"
            + "'bytes':null,'start':1431280876,'end':1431280934,'action':null,"
            + "'log_status':'NODATA'}",
        "2 unknown eni-1 2001:db8::1 2001:db8::2 1 2 58 3 4 5 6 REJECT SKIPDATA"
            + "|{'version':2,'account_id':'unknown','interface_id':'eni-1',"
            + "'srcaddr':'2001:db8::1','dstaddr':'2001:db8::2','srcport':1,'dstport':2,"
            + "'protocol':58,'packets':3,'bytes':4,'start':5,'end':6,'action':'REJECT',"
            + "'log_status':'SKIPDATA'}",
      })
  void readsTheDefaultFormat(String message, String fields) {
    ParsedMessage expected = new ParsedMessage(Parsed.WHOLLY, fields.replace('\'', '"'));
    assertThat(ParsedMessage.of(DEFAULT, message)).isEqualTo(expected);
    assertThat(ParsedMessage.of(DEFAULT, message + "\n")).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "-",
        "2",
        ACCEPTED + " ",
        ACCEPTED + " 7",
        " " + ACCEPTED,
        "2  012345678901 eni-1 1 2 3 4 5 6 7 8 9 A OK",
        "x 012345678901 eni-1 1 2 3 4 5 6 7 8 9 A OK",
        "2 012345678901 eni-1 1 2 port 4 5 6 7 8 9 A OK",
        "2 012345678901 eni-1 1 2 3 4 5 6 7 8 9 A",
        "a text of fourteen words is no record of a flow log at all yet",
      })
  void leavesOtherTextAlone(String message) {
    assertThat(ParsedMessage.of(DEFAULT, message).parsed()).isEqualTo(Parsed.NOT);
  }

  @Test
  void readsAnOrderThatIsGiven() {
    ParserChoice given =
        ParserChoice.vpcFlow(
            List.of("bytes", "vpc-id", "tcp-flags", "flow-direction", "traffic-path", "az-id"));
    assertThat(ParsedMessage.of(given, "87 vpc-1 3 ingress 8 use1-az1").fields())
        .isEqualTo(
            "{\"bytes\":87,\"vpc_id\":\"vpc-1\",\"tcp_flags\":3,\"flow_direction\":\"ingress\","
                + "\"traffic_path\":8,\"az_id\":\"use1-az1\"}");
    assertThat(ParsedMessage.of(given, ACCEPTED).parsed()).isEqualTo(Parsed.NOT);
  }

  @Test
  void aHeaderSaysTheOrderOfWhatFollowsInItsObject() {
    MessageReader reader = new MessageReader(DEFAULT, FreeText.KEPT);
    assertThat(read(reader, "srcaddr dstaddr a-new-field packets").parsed()).isEqualTo(Parsed.NOT);
    assertThat(read(reader, "10.0.0.1 10.0.0.2 x 7").fields())
        .isEqualTo(
            "{\"srcaddr\":\"10.0.0.1\",\"dstaddr\":\"10.0.0.2\",\"a_new_field\":\"x\","
                + "\"packets\":7}");
    assertThat(read(reader, ACCEPTED).parsed()).isEqualTo(Parsed.NOT);
    assertThat(read(reader, "srcaddr dstaddr action").parsed()).isEqualTo(Parsed.NOT);
    assertThat(read(reader, "srcaddr dstaddr action").parsed()).isEqualTo(Parsed.NOT);
    assertThat(read(reader, "10.0.0.1 10.0.0.2 ACCEPT").parsed()).isEqualTo(Parsed.WHOLLY);

    reader.startObject();
    assertThat(read(reader, ACCEPTED).parsed()).isEqualTo(Parsed.WHOLLY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"version", "the action of bytes", "Srcaddr dstaddr", "srcaddr,dstaddr"})
  void otherTextIsNoHeader(String message) {
    MessageReader reader = new MessageReader(DEFAULT, FreeText.KEPT);
    read(reader, message);
    assertThat(read(reader, ACCEPTED).parsed()).isEqualTo(Parsed.WHOLLY);
  }

  private static ParsedMessage read(MessageReader reader, String message) {
    return ParsedMessage.of(reader, message.getBytes(UTF_8));
  }

  /** From the fields alone the record can be written again. */
  @Test
  void theFieldsAreTheWholeRecord() {
    StringBuilder again = new StringBuilder();
    ParsedMessage.of(DEFAULT, ACCEPTED)
        .node()
        .fields()
        .forEachRemaining(field -> again.append(' ').append(field.getValue().asText()));
    assertThat(again.substring(1)).isEqualTo(ACCEPTED);
  }
}
