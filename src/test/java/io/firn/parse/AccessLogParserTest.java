package io.firn.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.parse.MessageParser.Parsed;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In expected fields single quotes stand for double ones. */
final class AccessLogParserTest {
  private static final String LINE =
      "203.0.113.7 - frank [10/Oct/2000:13:55:36 -0700] \"GET /a%20b?x=1 HTTP/1.0\" 200 2326";

  private static void assertReads(AccessLogPreset preset, String line, String fields) {
    ParsedMessage expected = new ParsedMessage(Parsed.WHOLLY, fields.replace('\'', '"'));
    assertThat(read(preset, line)).isEqualTo(expected);
    assertThat(read(preset, line + "\n")).isEqualTo(expected);
  }

  private static ParsedMessage read(AccessLogPreset preset, String line) {
    return ParsedMessage.of(ParserChoice.accessLog(preset), line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "COMMON|"
            + LINE
            + "|{'client_ip':'203.0.113.7','ident':null,'user':'frank',"
            + "'time':'10/Oct/2000:13:55:36 -0700','method':'GET','path':'/a%20b?x=1',"
            + "'protocol':'HTTP/1.0','status':200,'bytes':2326}",
        "COMBINED|"
            + LINE
            + " \"-\" \"curl/7\"|{'client_ip':'203.0.113.7','ident':null,'user':'frank',"
            + "'time':'10/Oct/2000:13:55:36 -0700','method':'GET','path':'/a%20b?x=1',"
            + "'protocol':'HTTP/1.0','status':200,'bytes':2326,'referer':null,"
            + "'user_agent':'curl/7'}",
        "COMBINED|::1 - - [t] \"-\" 408 -"
            + "|{'client_ip':'::1','ident':null,'user':null,'time':'t','method':null,"
            + "'status':408,'bytes':null}",
        "COMBINED|h - - [t] \"\\x16\\x03\\x01\" 400 226 \"\" \"a \\\"b\\\" \\\\c\""
            + "|{'client_ip':'h','ident':null,'user':null,'time':'t',"
            + "'request':'\\u0016\\u0003\\u0001','status':400,'bytes':226,'referer':'',"
            + "'user_agent':'a \\'b\\' \\\\c'}",
        "COMBINED|h - - [t] \"GET  / x HTTP/1.1\" 200 007 \"a\"b\" \"c\\q\\x\\x4\""
            + "|{'client_ip':'h','ident':null,'user':null,'time':'t','method':'GET',"
            + "'path':' / x','protocol':'HTTP/1.1','status':200,'bytes':'007',"
            + "'referer':'a\\'b','user_agent':'c\\\\q\\\\x\\\\x4'}",
        "NGINX|h - - [t] \"POST / HTTP/2.0\" 502 150 \"-\" \"-\" \"10.0.0.1, 10.0.0.2\""
            + "|{'client_ip':'h','ident':null,'user':null,'time':'t','method':'POST','path':'/',"
            + "'protocol':'HTTP/2.0','status':502,'bytes':150,'referer':null,'user_agent':null,"
            + "'x_forwarded_for':'10.0.0.1, 10.0.0.2'}",
        "ALB|http 2018-07-02T22:23:00.186641Z app/my/50dc 192.168.131.39:2817 - 0.000 -1 0.001 460 -"
            + " 34 366 \"GET http://www.example.com:80/ HTTP/1.1\" \"curl/7.46.0\" - - arn:aws:x"
            + " \"Root=1-58337262\"|{'type':'http','time':'2018-07-02T22:23:00.186641Z',"
            + "'elb':'app/my/50dc','client_ip':'192.168.131.39','client_port':2817,"
            + "'target_ip':null,'request_processing_time':0.000,'target_processing_time':-1,"
            + "'response_processing_time':0.001,'elb_status_code':460,'target_status_code':null,"
            + "'received_bytes':34,'sent_bytes':366,'request_verb':'GET',"
            + "'request_url':'http://www.example.com:80/','request_proto':'HTTP/1.1',"
            + "'user_agent':'curl/7.46.0','ssl_cipher':null,'ssl_protocol':null,"
            + "'target_group_arn':'arn:aws:x','trace_id':'Root=1-58337262'}",
        "NLB|tls 2.0 2018-12-20T02:59:40 net/my/c6e7 g3d4 72.21.218.154:51341 172.100.100.185:443 5 2"
            + " 98 246 - arn:aws:acm - ECDHE-RSA tlsv12 - my.elb h2 h2 \"h2\",\"http/1.1\""
            + " 2020-04-01T08:51:42|{'type':'tls','version':'2.0','time':'2018-12-20T02:59:40',"
            + "'elb':'net/my/c6e7','listener':'g3d4','client_ip':'72.21.218.154',"
            + "'client_port':51341,'destination_ip':'172.100.100.185','destination_port':443,"
            + "'connection_time':5,'tls_handshake_time':2,'received_bytes':98,'sent_bytes':246,"
            + "'incoming_tls_alert':null,'chosen_cert_arn':'arn:aws:acm','chosen_cert_serial':null,"
            + "'tls_cipher':'ECDHE-RSA','tls_protocol_version':'tlsv12','tls_named_group':null,"
            + "'domain_name':'my.elb','alpn_fe_protocol':'h2','alpn_be_protocol':'h2',"
            + "'alpn_client_preference_list':'\\'h2\\',\\'http/1.1\\'',"
            + "'tls_connection_creation_time':'2020-04-01T08:51:42'}",
        "CLB|2015-05-13T23:39:43.945958Z my-lb 2001:db8::1:2817 10.0.0.1:80 0.000073 0.001048"
            + " 0.000057 200 200 0 29 \"- - - \" \"-\" - -|{'time':'2015-05-13T23:39:43.945958Z',"
            + "'elb':'my-lb','client_ip':'2001:db8::1','client_port':2817,'backend_ip':'10.0.0.1',"
            + "'backend_port':80,'request_processing_time':0.000073,"
            + "'backend_processing_time':0.001048,'response_processing_time':0.000057,"
            + "'elb_status_code':200,'backend_status_code':200,'received_bytes':0,'sent_bytes':29,"
            + "'request':'- - - ','user_agent':null,'ssl_cipher':null,'ssl_protocol':null}",
        "S3|79a5 bucket [06/Feb/2019:00:00:38 +0000] 192.0.2.3 79a5 3E57 REST.GET.OBJECT a%2520b"
            + " \"GET /bucket/a%20b HTTP/1.1\" 200 - 113 - 7 5 \"-\" \"S3Console/0.4\" - s9lz SigV4"
            + " ECDHE AuthHeader s3.amazonaws.com TLSV1.2 - Yes|{'bucket_owner':'79a5',"
            + "'bucket':'bucket','time':'06/Feb/2019:00:00:38 +0000','remote_ip':'192.0.2.3',"
            + "'requester':'79a5','request_id':'3E57','operation':'REST.GET.OBJECT',"
            + "'key':'a%2520b','method':'GET','path':'/bucket/a%20b','protocol':'HTTP/1.1',"
            + "'http_status':200,'error_code':null,'bytes_sent':113,'object_size':null,"
            + "'total_time':7,'turn_around_time':5,'referer':null,'user_agent':'S3Console/0.4',"
            + "'version_id':null,'host_id':'s9lz','signature_version':'SigV4',"
            + "'cipher_suite':'ECDHE','authentication_type':'AuthHeader',"
            + "'host_header':'s3.amazonaws.com','tls_version':'TLSV1.2','access_point_arn':null,"
            + "'acl_required':'Yes'}",
      })
  void readsLines(AccessLogPreset preset, String line, String fields) {
    assertReads(preset, line, fields);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        " ",
        "203.0.113.7",
        "203.0.113.7 - - [10/Oct/2000:13:55:36 -0700] \"GET / HTTP/1.0\" 200",
        "203.0.113.7 - - [10/Oct/2000:13:55:36 -0700] \"GET / HTTP/1.0\" OK 7",
        "203.0.113.7 - - [10/Oct/2000:13:55:36 -0700] \"GET / HTTP/1.0 200 7",
        "203.0.113.7 - - [10/Oct/2000:13:55:36 -0700 \"GET / HTTP/1.0\" 200 7",
        "203.0.113.7 - - 10/Oct/2000:13:55:36 \"GET / HTTP/1.0\" 200 7",
        "203.0.113.7  - - [10/Oct/2000:13:55:36 -0700] \"GET / HTTP/1.0\" 200 7",
        "203.0.113.7 - - [10/Oct/2000:13:55:36 -0700] GET 200 7",
        "203.0.113.7 - - [10/Oct/2000:13:55:36 -0700]\"GET / HTTP/1.0\" 200 7",
        LINE + " \"x",
        LINE + " x",
        LINE + "\nand more",
        "2020/08/31 16:34:23 [error] 6#6: *1 open() failed",
        "{\"a\":1}",
      })
  void leavesOtherTextAlone(String line) {
    for (AccessLogPreset preset : AccessLogPreset.values()) {
      if (!(preset == AccessLogPreset.COMMON && line.startsWith(LINE + " "))) {
        assertThat(read(preset, line).parsed()).as("%s", preset).isEqualTo(Parsed.NOT);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {" 0.004", " ", " \"x", " -", "  "})
  void whatFollowsTheLastKnownItemIsNotLost(String more) {
    String line = LINE + " \"-\" \"curl/7\"" + more;
    assertThat(read(AccessLogPreset.COMBINED, line).parsed())
        .isEqualTo(more.equals(" ") ? Parsed.WHOLLY : Parsed.PARTLY);
    assertThat(read(AccessLogPreset.COMBINED, line).node().get("status").asInt()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource
  void everyLayoutReads(AccessLogPreset preset) {
    LineLayout layout = preset.layout();
    assertThat(layout.items()).hasSizeGreaterThanOrEqualTo(layout.required());
    assertThat(layout.items().stream().flatMap(item -> item.keys().stream()))
        .extracting(FieldKey::toString)
        .doesNotHaveDuplicates()
        .allSatisfy(key -> assertThat(key).matches("[a-z][a-z0-9_]*"));
  }
}
