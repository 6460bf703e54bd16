package io.firn.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * What Glue passes to a job's main method: job parameters as {@code --name value} in any order,
 * those for Glue itself among them, also some that it lists nowhere and values without a name.
 * Firn's command line is the value of {@code --firn-command}; everything else is Glue's, except
 * that a job run's id becomes the run's own.
 */
final class GlueArguments implements IParameterPreprocessor {
  private static final String COMMAND = "--firn-command";
  private static final String JOB_RUN = "--JOB_RUN_ID";

  /** Glue gives each job its own; no person types them. */
  private static final List<String> SIGNS = List.of(COMMAND, JOB_RUN, "--JOB_ID", "--JOB_NAME");

  /** Words as in a shell, but nothing other than spaces and quotes means anything. */
  private static final String WORD_FORM = "(?:[^\\s'\"]++|'[^']*+'|\"[^\"]*+\")++";

  private static final Pattern WORD = Pattern.compile(WORD_FORM);
  private static final Pattern LINE = Pattern.compile("(?:\\s++|" + WORD_FORM + ")*+");
  private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"");

  /** Whether a main method got its arguments from Glue. */
  static boolean areIn(String... arguments) {
    return Stream.of(arguments).anyMatch(argument -> SIGNS.contains(name(argument)));
  }

  /** Puts Firn's command line in the place of Glue's arguments; leaves any other as it is. */
  @Override
  public boolean preprocess(
      Stack<String> arguments,
      CommandSpec command,
      @Nullable ArgSpec argument,
      Map<String, Object> information) {
    List<String> given = new ArrayList<>(arguments);
    Collections.reverse(given); // the top of the stack is the first argument
    if (command.parent() == null && areIn(given.toArray(String[]::new))) {
      List<String> own = commandLine(given, command);
      arguments.clear();
      for (int i = own.size() - 1; i >= 0; i--) {
        arguments.push(own.get(i));
      }
    }
    return false; // the command is still to be parsed
  }

  private static List<String> commandLine(List<String> given, CommandSpec command) {
    int at = indexOf(COMMAND, given);
    if (at < 0) {
      throw misuse(
          command,
          "Missing job parameter: "
              + COMMAND
              + " (Firn's command line, such as ingest --config s3://<bucket>/firn.yaml)");
    }
    refuseOwnOptionBeside(at, given, command);
    List<String> line = words(valueAt(at, given), command);
    int run = indexOf(JOB_RUN, given);
    if (run >= 0 && line.stream().noneMatch(word -> name(word).equals(Main.RUN_ID))) {
      line.add(0, Main.RUN_ID + "=" + valueAt(run, given));
    }
    return line;
  }

  /** Glue's arguments are dropped unseen, so one of Firn's among them would be without effect. */
  private static void refuseOwnOptionBeside(int at, List<String> given, CommandSpec command) {
    List<String> own = options(command).toList();
    int value = given.get(at).equals(COMMAND) ? at + 1 : at;
    IntStream.range(0, given.size())
        .filter(i -> i != value)
        .mapToObj(i -> name(given.get(i)))
        .filter(own::contains)
        .findFirst()
        .ifPresent(
            option -> {
              throw misuse(
                  command,
                  "Invalid job parameter: "
                      + option
                      + " (must be in the value of "
                      + COMMAND
                      + ", as on Firn's command line)");
            });
  }

  private static Stream<String> options(CommandSpec command) {
    return Stream.concat(
        command.options().stream()
            .flatMap(option -> Stream.of(option.names()))
            .filter(name -> name.startsWith("--")),
        command.subcommands().values().stream().flatMap(sub -> options(sub.getCommandSpec())));
  }

  private static int indexOf(String name, List<String> given) {
    return IntStream.range(0, given.size())
        .filter(i -> name(given.get(i)).equals(name))
        .findFirst()
        .orElse(-1);
  }

  private static String valueAt(int index, List<String> given) {
    String argument = given.get(index);
    int equals = argument.indexOf('=');
    if (equals >= 0) {
      return argument.substring(equals + 1);
    }
    return index + 1 < given.size() ? given.get(index + 1) : "";
  }

  private static String name(String argument) {
    int equals = argument.indexOf('=');
    return equals < 0 ? argument : argument.substring(0, equals);
  }

  private static List<String> words(String line, CommandSpec command) {
    if (!LINE.matcher(line).matches()) {
      throw misuse(
          command, "Invalid job parameter: " + COMMAND + " " + line + " (must close its quotes)");
    }
    return WORD.matcher(line)
        .results()
        .map(word -> QUOTED.matcher(word.group()).replaceAll(GlueArguments::inside))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static String inside(MatchResult quoted) {
    String text = quoted.group();
    return Matcher.quoteReplacement(text.substring(1, text.length() - 1));
  }

  private static ParameterException misuse(CommandSpec command, String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
