package io.firn.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code firn schema}: a table's columns, and what can be made of them. */
@Command(
    name = "schema",
    description = "Show a table's columns, where their values come from and how full they are.",
    subcommands = {
      SchemaShowCommand.class,
      SchemaPreviewCommand.class,
      SchemaSuggestCommand.class,
      SchemaViewCommand.class,
      SchemaParserCommand.class
    })
final class SchemaCommand implements Callable<Integer> {
  @Mixin private final LakeOptions lake = new LakeOptions();
  @Mixin private final ResultOptions results = new ResultOptions();
  @Mixin private final SchemaShow show = new SchemaShow();

  @Parameters(arity = "0..1", paramLabel = "<table>", description = "<namespace>.<name>")
  private @Nullable String table;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine command = Objects.requireNonNull(spec, "spec").commandLine();
    if (table == null) {
      throw new ParameterException(
          command,
          "Missing parameter: <table>, or a command: "
              + String.join(", ", command.getSubcommands().keySet()));
    }
    return show.run(lake.lake(System.getenv()), results, table, command.getOut());
  }
}
