package io.firn.parse;

/** The kinds of access logs whose lines are known. */
public enum AccessLogPreset {
  /** NCSA's common format with referer and user agent, as of Apache; lines without them too. */
  COMBINED(
      "client_ip ident user [time] \"method path protocol request\" #status #bytes"
          + " | \"referer\" \"user_agent\""),
  /** NCSA's common format. */
  COMMON("client_ip ident user [time] \"method path protocol request\" #status #bytes"),
  /** Those of nginx: combined, and its {@code main} with the header X-Forwarded-For. */
  NGINX(
      "client_ip ident user [time] \"method path protocol request\" #status #bytes \"referer\""
          + " \"user_agent\" | \"x_forwarded_for\""),
  /** Application Load Balancers, with the names that AWS gives the columns in Athena. */
  ALB(
      "type time elb client_ip:client_port target_ip:target_port #request_processing_time"
          + " #target_processing_time #response_processing_time #elb_status_code"
          + " #target_status_code #received_bytes #sent_bytes"
          + " \"request_verb request_url request_proto request\" \"user_agent\" ssl_cipher"
          + " ssl_protocol target_group_arn \"trace_id\" | \"domain_name\" \"chosen_cert_arn\""
          + " #matched_rule_priority request_creation_time \"actions_executed\" \"redirect_url\""
          + " \"error_reason\" \"target_port_list\" \"target_status_code_list\""
          + " \"classification\" \"classification_reason\" conn_trace_id \"transformed_host\""
          + " \"transformed_uri\" \"request_transform_status\""),
  /** Network Load Balancers: their TLS listeners' connections. */
  NLB(
      "type version time elb listener client_ip:client_port destination_ip:destination_port"
          + " #connection_time #tls_handshake_time #received_bytes #sent_bytes incoming_tls_alert"
          + " chosen_cert_arn chosen_cert_serial tls_cipher tls_protocol_version tls_named_group"
          + " domain_name | alpn_fe_protocol alpn_be_protocol alpn_client_preference_list"
          + " tls_connection_creation_time"),
  /** Classic Load Balancers. */
  CLB(
      "time elb client_ip:client_port backend_ip:backend_port #request_processing_time"
          + " #backend_processing_time #response_processing_time #elb_status_code"
          + " #backend_status_code #received_bytes #sent_bytes"
          + " \"request_verb request_url request_proto request\" | \"user_agent\" ssl_cipher"
          + " ssl_protocol"),
  /** Server access of S3 buckets. */
  S3(
      "bucket_owner bucket [time] remote_ip requester request_id operation key"
          + " \"method path protocol request\" #http_status error_code #bytes_sent #object_size"
          + " #total_time #turn_around_time \"referer\" \"user_agent\" version_id | host_id"
          + " signature_version cipher_suite authentication_type host_header tls_version"
          + " access_point_arn acl_required source_region");

  private final String layout;

  AccessLogPreset(String layout) {
    this.layout = layout;
  }

  LineLayout layout() {
    return LineLayout.of(layout);
  }
}
