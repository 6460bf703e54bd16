package io.firn.config;

import io.firn.parse.AccessLogPreset;
import io.firn.parse.ParserChoice;
import io.firn.parse.VpcFlowParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads which parser a route has, and the keys that belong to it alone. */
final class ParserReader {
  private static final Map<String, String> PARSER_OF_KEY =
      Map.of(
          ConfigKeys.PATTERN, "regex",
          ConfigKeys.PRESET, "access-log",
          ConfigKeys.FIELDS, "vpc-flow");

  private final Section route;
  private final UsersParsers users;

  ParserReader(Section route, UsersParsers users) {
    this.route = route;
    this.users = users;
  }

  /** What was said; where that is wrong, the default, and a problem is noted. */
  ParserChoice read() {
    Optional<Value> said = route.get(ConfigKeys.PARSER);
    Optional<String> name =
        said.flatMap(value -> value.read(text -> ParserNames.checked(text, users)));
    if (said.isPresent() && name.isEmpty()) {
      return Defaults.PARSER;
    }
    String parser = name.orElse(Defaults.PARSER.name());
    Stream.of(ConfigKeys.PATTERN, ConfigKeys.PRESET, ConfigKeys.FIELDS)
        .filter(key -> !parser.equals(PARSER_OF_KEY.get(key)))
        .forEach(key -> route.refuse(key, "Invalid key: " + key + notOf(key, parser)));
    return switch (parser) {
      case "regex" ->
          route
              .require(ConfigKeys.PATTERN, ParserChoice::checkedPattern)
              .map(ParserChoice::regex)
              .orElse(Defaults.PARSER);
      case "access-log" ->
          ParserChoice.accessLog(
              route.get(ConfigKeys.PRESET, ParserReader::preset).orElse(Defaults.PRESET));
      case "vpc-flow" -> ParserChoice.vpcFlow(fields());
      default -> ParserChoice.of(parser);
    };
  }

  private static String notOf(String key, String parser) {
    return " (only parser " + PARSER_OF_KEY.get(key) + " has it, and this is " + parser + ")";
  }

  private static AccessLogPreset preset(String text) {
    return Choices.of(AccessLogPreset.class, ConfigKeys.PRESET, text);
  }

  private List<String> fields() {
    List<String> names = new ArrayList<>();
    Optional<Value> said = route.get(ConfigKeys.FIELDS);
    for (Value item : said.map(Value::items).orElse(List.of())) {
      Optional<String> name = item.read(ParserReader::checkedField);
      if (name.isPresent() && names.contains(name.get())) {
        item.problem("Duplicate field (fields has it already)");
      } else {
        name.ifPresent(names::add);
      }
    }
    return said.isPresent() ? names : VpcFlowParser.DEFAULT_FIELDS;
  }

  private static String checkedField(String text) {
    if (!VpcFlowParser.fieldNames().contains(text)) {
      String near = Suggestion.text(text, VpcFlowParser.fieldNames());
      throw new IllegalArgumentException(
          "Invalid field: "
              + text
              + (near.isEmpty() ? " (must be one of VPC flow logs, such as srcaddr)" : near));
    }
    return text;
  }
}
