package io.firn.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.parse.FieldWriter.FreeText;
import io.firn.parse.MessageParser.Parsed;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In the tables a message's {@code \t}, {@code \n} and ID stand for a tab, a newline and an id. */
final class LambdaParserTest {
  private static final String ID = "8b2c884f-792a-4cf1-a4c4-9fc96cf07d0b";
  private static final ParserChoice LAMBDA = ParserChoice.of("lambda");

  private static String spelledOut(String text) {
    return text.replace("\\t", "\t").replace("\\n", "\n").replace("ID", ID);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "START RequestId: ID Version: $LATEST\\n"
            + "|{'type':'platform.start','request_id':'ID','version':'$LATEST'}",
        "START RequestId: ID Version: 17"
            + "|{'type':'platform.start','request_id':'ID','version':'17'}",
        "END RequestId: ID\\n|{'type':'platform.end','request_id':'ID'}",
        "REPORT RequestId: ID\\tDuration: 244.42 ms\\tBilled Duration: 300 ms\\tMemory Size: 1024 MB"
            + "\\tMax Memory Used: 99 MB\\tInit Duration: 374.97 ms\\t\\n"
            + "|{'type':'platform.report','request_id':'ID','duration_ms':244.42,"
            + "'billed_duration_ms':300,'memory_size_mb':1024,'max_memory_used_mb':99,"
            + "'init_duration_ms':374.97}",
        "REPORT RequestId: ID\\tDuration: 3000.00 ms\\tBilled Duration: 3000 ms\\tStatus: timeout\\n"
            + "|{'type':'platform.report','request_id':'ID','duration_ms':3000.00,"
            + "'billed_duration_ms':3000,'status':'timeout'}",
        "REPORT RequestId: ID\\tDuration: 5.15 ms\\tRestore Duration: 325.61 ms"
            + "\\tBilled Restore Duration: 30 ms\\tStatus: error\\tError Type: Runtime.ExitError\\t\\n"
            + "|{'type':'platform.report','request_id':'ID','duration_ms':5.15,"
            + "'restore_duration_ms':325.61,'billed_restore_duration_ms':30,'status':'error',"
            + "'error_type':'Runtime.ExitError'}",
        "REPORT RequestId: ID\\tDuration: 1.00 ms\\t\\nXRAY TraceId: 1-5e34a614-10bdbc91\\t"
            + "SegmentId: 07f022e801234567\\tSampled: true\\t\\n"
            + "|{'type':'platform.report','request_id':'ID','duration_ms':1.00,"
            + "'trace_id':'1-5e34a614-10bdbc91','segment_id':'07f022e801234567','sampled':true}",
        "XRAY TraceId: 1-5e34a614-10bdbc91\\tSegmentId: 07f022e801234567\\tSampled: false\\t\\n"
            + "|{'type':'platform.xray','trace_id':'1-5e34a614-10bdbc91',"
            + "'segment_id':'07f022e801234567','sampled':false}",
        "INIT_START Runtime Version: python:3.9.v14\\t"
            + "Runtime Version ARN: arn:aws:lambda:eu-west-1::runtime:7b62\\n"
            + "|{'type':'platform.initStart','runtime_version':'python:3.9.v14',"
            + "'runtime_version_arn':'arn:aws:lambda:eu-west-1::runtime:7b62'}",
        "INIT_REPORT Init Duration: 10008.42 ms\\tPhase: init\\tStatus: timeout\\n"
            + "|{'type':'platform.initReport','init_duration_ms':10008.42,'phase':'init',"
            + "'status':'timeout'}",
        "RESTORE_START Runtime Version: java:11.v15\\tRuntime Version ARN: arn:aws:x\\n"
            + "|{'type':'platform.restoreStart','runtime_version':'java:11.v15',"
            + "'runtime_version_arn':'arn:aws:x'}",
        "RESTORE_REPORT Restore Duration: 325.61 ms\\n"
            + "|{'type':'platform.restoreReport','restore_duration_ms':325.61}",
        "EXTENSION\\tName: otel\\tState: Ready\\tEvents: [INVOKE,SHUTDOWN]\\n"
            + "|{'type':'platform.extension','name':'otel','state':'Ready',"
            + "'events':'[INVOKE,SHUTDOWN]'}",
        "TELEMETRY\\tName: otel\\tState: Subscribed\\tTypes: [Platform]\\n"
            + "|{'type':'platform.telemetrySubscription','name':'otel','state':'Subscribed',"
            + "'types':'[Platform]'}",
        "RequestId: ID Error: Runtime exited with error: exit status 1\\nRuntime.ExitError\\n"
            + "|{'type':'platform.fault','request_id':'ID',"
            + "'message':'Error: Runtime exited with error: exit status 1\\u000aRuntime.ExitError'}",
        "RequestId: ID Process exited before completing request\\n\\n"
            + "|{'type':'platform.fault','request_id':'ID',"
            + "'message':'Process exited before completing request'}",
      })
  void readsThePlatformsLines(String message, String fields) {
    assertReads(message, fields);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "2020-07-25T05:16:44.324Z\\tID\\tINFO\\thello  you \\n"
            + "|{'message':'hello  you ','timestamp':'2020-07-25T05:16:44.324Z','request_id':'ID',"
            + "'level':'INFO'}",
        "2020-07-25T05:16:44.324Z\\tundefined\\tERROR\\tUncaught Exception \\t"
            + "{\"errorType\":\"Error\",\"stack\":[\"at x\"]}\\n"
            + "|{'errorType':'Error','stack':['at x'],'message':'Uncaught Exception ',"
            + "'timestamp':'2020-07-25T05:16:44.324Z','level':'ERROR'}",
        "2020-07-25T05:16:44.324Z\\tID\\tINFO\\t {\"level\":\"warn\", \"n\":1.50}\\n"
            + "|{'level':'warn', 'n':1.50,'timestamp':'2020-07-25T05:16:44.324Z','request_id':'ID',"
            + "'lambda_level':'INFO'}",
        "2020-07-25T05:16:44.324Z\\tID\\tINFO\\t{\"Request-Id\":7,\"lambda_request_id\":8}"
            + "|{'Request-Id':7,'lambda_request_id':8,'timestamp':'2020-07-25T05:16:44.324Z',"
            + "'lambda_lambda_request_id':'ID','level':'INFO'}",
        "2020-07-25T05:16:44.324Z\\tID\\tINFO\\t{}"
            + "|{'timestamp':'2020-07-25T05:16:44.324Z','request_id':'ID','level':'INFO'}",
        "2020-07-25T05:16:44.324Z\\tID\\tINFO\\t{ foo: 1 }\\n"
            + "|{'message':'{ foo: 1 }','timestamp':'2020-07-25T05:16:44.324Z','request_id':'ID',"
            + "'level':'INFO'}",
        "2020-07-25T05:16:44.324Z\\tID\\tINFO\\t\\n"
            + "|{'message':'','timestamp':'2020-07-25T05:16:44.324Z','request_id':'ID',"
            + "'level':'INFO'}",
        "2017-07-25T05:16:44.324Z\\tID\\tbefore Node.js 10\\n"
            + "|{'message':'before Node.js 10','timestamp':'2017-07-25T05:16:44.324Z',"
            + "'request_id':'ID'}",
        "2023-07-25T05:16:44.324Z\\tID\\tinfo\\tof .NET\\n"
            + "|{'message':'of .NET','timestamp':'2023-07-25T05:16:44.324Z','request_id':'ID',"
            + "'level':'info'}",
        "[INFO]\\t2020-07-25T05:16:44.7Z\\tID\\tline 1\\nline 2\\n"
            + "|{'message':'line 1\\u000aline 2','timestamp':'2020-07-25T05:16:44.7Z',"
            + "'request_id':'ID','level':'INFO'}",
        "[WARNING] 2020-07-25T05:16:44.324Z ID text"
            + "|{'message':'text','timestamp':'2020-07-25T05:16:44.324Z','request_id':'ID',"
            + "'level':'WARNING'}",
        "[CRITICAL]\\t2020-07-25T05:16:44.324Z\\t\\toutside of an invocation\\n"
            + "|{'message':'outside of an invocation','timestamp':'2020-07-25T05:16:44.324Z',"
            + "'level':'CRITICAL'}",
        "[INFO]\\t2020-07-25T05:16:44.324Z\\tID\\t{\"a\":[1]}\\n"
            + "|{'a':[1],'timestamp':'2020-07-25T05:16:44.324Z','request_id':'ID','level':'INFO'}",
        "[ERROR] KeyError: 'x'\\nTraceback (most recent call last):\\n  File \"/var/task/a.py\"\\n"
            + "|{'message':'KeyError: \\u0027x\\u0027\\u000aTraceback (most recent call last):"
            + "\\u000a  File \\u0022/var/task/a.py\\u0022','level':'ERROR'}",
        "2020-08-31 16:34:23 ID INFO  Handler:33 - text\\n"
            + "|{'message':'Handler:33 - text','timestamp':'2020-08-31 16:34:23',"
            + "'request_id':'ID','level':'INFO'}",
        "2023-07-25T05:16:44.324Z ID Task timed out after 3.00 seconds\\n\\n"
            + "|{'message':'Task timed out after 3.00 seconds',"
            + "'timestamp':'2023-07-25T05:16:44.324Z','request_id':'ID'}",
      })
  void readsWhatRuntimesPutBeforeTheText(String message, String fields) {
    assertReads(message, fields);
  }

  /** In the expected fields single quotes stand for double ones. */
  private static void assertReads(String message, String fields) {
    ParsedMessage read = ParsedMessage.of(LAMBDA, spelledOut(message));
    assertThat(read.parsed()).isEqualTo(Parsed.WHOLLY);
    String expected = spelledOut(fields).replace('\'', '"');
    assertThat(read.node().toString())
        .isEqualTo(new ParsedMessage(Parsed.WHOLLY, expected).node().toString());
    assertThat(ParsedMessage.of(ParserChoice.AUTO, spelledOut(message))).isEqualTo(read);
    assertThat(ParsedMessage.of(ParserChoice.AUTO.at(1), spelledOut(message)).parsed())
        .as("before version 2")
        .isEqualTo(Parsed.NOT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\\n",
        "hello",
        "START",
        "START RequestId: ",
        "START RequestId: 17 Version: 1",
        "START RequestId: ID",
        "START RequestId: ID Version: 1 of 2",
        "Start RequestId: ID Version: 1",
        "START of order RequestId: ID Version: 1",
        "END RequestId: order",
        "END of RequestId: ID",
        "REPORT RequestId: ID\\tDuration",
        "REPORT RequestId: ID\\tof: all",
        "REPORT for today",
        "INIT_START now",
        "EXTENSION Name: x",
        "XRAY",
        "RequestId: ID",
        "RequestId: ID ",
        "RequestId: order failed",
        "2020-07-25T05:16:44.324Z\\tID",
        "2020-07-25T05:16:44.324Z\\tsomething\\tINFO\\ttext",
        "2020-07-25T05:16:44.324Z\\tundefined\\ttext",
        "2020-07-25T05:16:44.324Z INFO text",
        "2020-07-25 05:16:44 INFO text",
        "2020-07-25T05:16:4\\tID\\tINFO\\ttext",
        "2020/07/25 05:16:44 text",
        "[INFO] text",
        "[INFO]",
        "[ERROR] no trace",
        "[NOTICE]\\t2020-07-25T05:16:44.324Z\\tID\\ttext",
        "[INFO]\\t2020-07-25T05:16:44.324Z\\tID",
        "[INFO]\\t2020-07-25T05:16:44.324Z",
        "[1,2]",
        "{\"a\":1",
        "{\"a\":1}}",
      })
  void leavesNearMissesAsText(String message) {
    assertThat(ParsedMessage.of(LAMBDA, spelledOut(message)).parsed()).isEqualTo(Parsed.NOT);
    assertThat(ParsedMessage.of(ParserChoice.AUTO, spelledOut(message)).parsed())
        .isEqualTo(Parsed.NOT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'time':'t','type':'platform.report','record':{'requestId':'ID','status':'success',"
            + "'metrics':{'durationMs':101.51,'billedDurationMs':102,'memorySizeMB':128,"
            + "'maxMemoryUsedMB':33,'initDurationMs':116.67},'spans':[]}}"
            + "|'request_id':'ID','status':'success','duration_ms':101.51,"
            + "'billed_duration_ms':102,'memory_size_mb':128,'max_memory_used_mb':33,"
            + "'init_duration_ms':116.67",
        "{'record': {'version':'$LATEST', 'requestId':'ID'}, 'type':'platform.start', 'time':'t'}"
            + "|'request_id':'ID','version':'$LATEST'",
        "{'time':'t','type':'platform.initStart','record':{'initializationType':'on-demand',"
            + "'runtimeVersion':'python:3.11.v14','runtimeVersionArn':'arn:x'}}"
            + "|'runtime_version':'python:3.11.v14','runtime_version_arn':'arn:x'",
        "{'time':'t','type':'platform.runtimeDone','record':{'requestId':'ID','status':'error',"
            + "'errorType':'Runtime.ExitError','metrics':{'durationMs':5,'producedBytes':8}}}"
            + "|'request_id':'ID','status':'error','error_type':'Runtime.ExitError',"
            + "'duration_ms':5,'produced_bytes':8",
      })
  void addsToThePlatformsRecords(String message, String added) {
    String json = spelledOut(message).replace('\'', '"');
    String more = spelledOut(added).replace('\'', '"');

    ParsedMessage read = ParsedMessage.of(LAMBDA, json);

    assertThat(read.parsed()).isEqualTo(Parsed.WHOLLY);
    assertThat(read.fields()).isEqualTo(json.substring(0, json.length() - 1) + "," + more + "}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        " {\"a\" : 1}\n",
        "{\"timestamp\":\"t\",\"level\":\"INFO\",\"requestId\":\"x\",\"message\":\"m\"}",
        "{\"time\":\"t\",\"type\":\"function\",\"record\":{\"requestId\":\"x\"}}",
        "{\"time\":\"t\",\"type\":\"platform.fault\",\"record\":\"RequestId: x Error: y\"}",
        "{\"time\":\"t\",\"type\":7,\"record\":{\"requestId\":\"x\"}}",
        "{\"time\":\"t\",\"type\":\"platform.report\",\"record\":{\"requestId\":\"x\"},\"m\":1}",
      })
  void leavesOtherObjectsAsTheyAre(String json) {
    assertThat(ParsedMessage.of(LAMBDA, json))
        .isEqualTo(new ParsedMessage(Parsed.WHOLLY, json.strip()));
  }

  @Test
  void freeTextIsLeftOutWhereAskedFor() {
    MessageReader reader = new MessageReader(LAMBDA, FreeText.LEFT_OUT);
    byte[] text =
        spelledOut("[INFO]\\t2020-07-25T05:16:44Z\\tID\\tsecret").getBytes(StandardCharsets.UTF_8);
    byte[] json =
        spelledOut("[INFO]\\t2020-07-25T05:16:44Z\\tID\\t{\"a\":1}")
            .getBytes(StandardCharsets.UTF_8);

    assertThat(ParsedMessage.of(reader, text).fields()).doesNotContain("secret").contains(ID);
    assertThat(reader.leftTextOut()).isTrue();
    assertThat(ParsedMessage.of(reader, json).fields()).contains("\"a\":1");
    assertThat(reader.leftTextOut()).isFalse();
  }
}
