package io.firn.parse;

import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** All parsers there are: Firn's own, and those of the class path. */
public final class MessageParsers {
  /** In the order of the documentation. */
  public static final List<String> OWN =
      List.of(
          "auto",
          "json",
          "lambda",
          "cloudtrail",
          "vpc-flow",
          "access-log",
          "logfmt",
          "regex",
          "text");

  private static final Pattern PROVIDED_NAME =
      Pattern.compile("[a-z0-9][a-z0-9-]*(\\.[a-z0-9][a-z0-9-]*)+");

  private MessageParsers() {}

  /** Whether the name may be one of a parser that is not Firn's. */
  public static boolean isProvidedName(String name) {
    return PROVIDED_NAME.matcher(name).matches();
  }

  /**
   * Names of the class path's parsers, sorted.
   *
   * @throws IllegalArgumentException if a jar's list of parsers is wrong, or a name cannot be one
   */
  public static List<String> provided() {
    List<String> names = providers().map(MessageParserProvider::name).sorted().toList();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (!isProvidedName(name)) {
        throw new IllegalArgumentException(
            "Invalid name of a parser on the class path: '"
                + name
                + "' (must be lower-case letters, digits and -, with a dot, such as acme.orders)");
      }
      if (i > 0 && name.equals(names.get(i - 1))) {
        throw new IllegalArgumentException(
            "Two parsers on the class path have the name " + name + " (leave one of them out)");
      }
    }
    return names;
  }

  /**
   * A new parser.
   *
   * @throws IllegalArgumentException if there is none of that name, or its pattern is none
   */
  static MessageParser create(ParserChoice choice) {
    return switch (choice.name()) {
      case "auto" -> choice.version() == 1 ? new JsonMessages() : new LambdaParser();
      case "json" -> new JsonMessages();
      case "lambda" -> new LambdaParser();
      case "cloudtrail" -> new CloudTrailParser();
      case "vpc-flow" -> VpcFlowParser.of(choice.fields());
      case "access-log" -> new AccessLogParser(preset(choice).layout());
      case "logfmt" -> new LogfmtParser();
      case "regex" -> new RegexParser(NamedGroups.of(pattern(choice)));
      case "text" -> (bytes, offset, length, fields) -> MessageParser.Parsed.NOT;
      default -> new GuardedParser(choice.name(), provider(choice.name()).create());
    };
  }

  private static AccessLogPreset preset(ParserChoice choice) {
    return Optional.ofNullable(choice.preset()).orElse(AccessLogPreset.COMBINED);
  }

  private static String pattern(ParserChoice choice) {
    return Optional.ofNullable(choice.pattern())
        .orElseThrow(() -> new IllegalArgumentException("Missing pattern (regex needs one)"));
  }

  private static MessageParserProvider provider(String name) {
    return providers()
        .filter(provider -> provider.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No parser " + name + " is on the class path (add its jar by --jars)"));
  }

  /** By the thread's loader: Spark's knows the jars that came with the job. */
  private static Stream<MessageParserProvider> providers() {
    try {
      return ServiceLoader.load(MessageParserProvider.class).stream()
          .map(ServiceLoader.Provider::get)
          .toList()
          .stream();
    } catch (ServiceConfigurationError e) {
      throw new IllegalArgumentException(
          "Cannot load the parsers of the class path: " + e.getMessage(), e);
    }
  }
}
