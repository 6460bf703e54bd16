package io.firn.driver;

import io.firn.config.ByteSize;
import io.firn.driver.ExportCommand.Output;
import io.firn.export.BackfillForecast;
import io.firn.export.BackfillPlan;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code firn backfill plan}: log groups by history, as tasks in the order of their expiry. */
@Command(
    name = "plan",
    description =
        "Say how many tasks and days it takes to export all that is there, and what expires"
            + " before its turn; write nothing.")
final class BackfillPlanCommand implements Callable<Integer> {
  @Mixin private final SourceOptions sources = new SourceOptions();

  @Option(
      names = "--rate",
      paramLabel = "<size>",
      converter = RateConverter.class,
      description =
          "How much a task exports in a second, such as 5MB (default: as measured; until then"
              + " window-bytes in two hours).")
  private @Nullable Double rate;

  @Option(names = "--json", description = "Print one JSON object for each source, one a line.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine command = Objects.requireNonNull(spec, "spec").commandLine();
    Output output = new Output(command.getOut(), command.getErr(), json);
    ExportRun run = sources.run(System.getenv());
    return output.report(
        () -> {
          List<BackfillPlan> plans =
              run.each(
                  site ->
                      new BackfillForecast(site.place(), site.layout(), site.policy(), site.tools())
                          .plan(rate));
          plans.forEach(plan -> output.print(BackfillText.json(plan), BackfillText.lines(plan)));
          return Output.DONE;
        });
  }

  /** Bytes as the config spells them. */
  static final class RateConverter implements CommandLine.ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      try {
        return (double) ByteSize.parse(text).bytes();
      } catch (IllegalArgumentException e) {
        throw new CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
