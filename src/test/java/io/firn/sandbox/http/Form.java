package io.firn.sandbox.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.firn.sandbox.AwsException;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters of AWS's query protocol; lists are {@code Name.member.1} and so on. */
record Form(Map<String, String> parameters) {
  Form {
    parameters = Map.copyOf(parameters);
  }

  static Form of(WireRequest request) {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : new String(request.body(), UTF_8).split("&", -1)) {
      int sign = pair.indexOf('=');
      if (sign > 0) {
        parameters.put(
            URLDecoder.decode(pair.substring(0, sign), UTF_8),
            URLDecoder.decode(pair.substring(sign + 1), UTF_8));
      }
    }
    return new Form(parameters);
  }

  Optional<String> find(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  String text(String name) {
    return find(name)
        .orElseThrow(
            () -> new AwsException("MissingParameter", "The parameter " + name + " is required."));
  }

  /** What the elements' names start with, each with its dot: {@code Name.member.1.} */
  List<String> members(String name) {
    List<String> members = new ArrayList<>();
    for (int number = 1; ; number++) {
      String start = name + ".member." + number + ".";
      if (parameters.keySet().stream().noneMatch(parameter -> parameter.startsWith(start))) {
        return members;
      }
      members.add(start);
    }
  }
}
