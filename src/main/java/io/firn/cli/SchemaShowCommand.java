package io.firn.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code firn schema show}: the same as {@code firn schema} with a table. */
@Command(name = "show", description = "Show a table's columns and where their values come from.")
final class SchemaShowCommand implements Callable<Integer> {
  @Mixin private final LakeOptions lake = new LakeOptions();
  @Mixin private final ResultOptions results = new ResultOptions();
  @Mixin private final SchemaShow show = new SchemaShow();

  @Parameters(paramLabel = "<table>", description = "<namespace>.<name>")
  private @Nullable String table;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    return show.run(
        lake.lake(System.getenv()),
        results,
        Objects.requireNonNull(table, "table"),
        Objects.requireNonNull(spec, "spec").commandLine().getOut());
  }
}
