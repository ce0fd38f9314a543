package dyingrelu.bench;

import dyingrelu.machine.AtomicFile;
import dyingrelu.network.KernelBenchmark;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Times the engine's inner loops with JMH and writes a table. */
final class Kernels {
  private Kernels() {}

  /**
   * Runs all of them, in a JVM of their own each.
   *
   * @param arguments the table's file
   */
  public static void main(String[] arguments) throws Exception {
    Table table =
        table(
            new Runner(
                    new OptionsBuilder()
                        .include(KernelBenchmark.class.getName() + ".*")
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .build())
                .run());
    AtomicFile.write(Path.of(arguments[0]), out -> table.write().csv(out));
  }

  /** One row for each loop: microseconds per call with half of the 99.9 % interval. */
  private static Table table(Collection<RunResult> results) {
    StringColumn kernel = StringColumn.create("kernel");
    StringColumn of = StringColumn.create("of");
    DoubleColumn mean = DoubleColumn.create("microseconds_mean");
    DoubleColumn error = DoubleColumn.create("microseconds_error");
    for (RunResult run : results) {
      Result<?> result = run.getPrimaryResult();
      kernel.append(result.getLabel());
      of.append(
          run.getParams().getParamsKeys().stream()
              .map(run.getParams()::getParam)
              .collect(Collectors.joining(" ")));
      mean.append(Math.round(result.getScore() * 100) / 100.0);
      error.append(Math.round(result.getScoreError() * 100) / 100.0);
    }
    return Table.create("Kernels", kernel, of, mean, error);
  }
}
