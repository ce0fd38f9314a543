package dyingrelu.bench;

import dyingrelu.claim.Samples;
import dyingrelu.data.DataException;
import dyingrelu.data.Mnist;
import dyingrelu.figure.Figure;
import dyingrelu.machine.AtomicFile;
import dyingrelu.machine.Checkout;
import dyingrelu.machine.Provenance;
import dyingrelu.workbook.Children;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;

/**
 * Measures an epoch of the published network in every peer, one at a time and in turn, and a step
 * of networks of many shapes, and writes {@code data/results/benchmark*}.
 */
@Command(name = "bench", description = "Measures the engine beside its peers.")
public final class Benchmark implements Callable<Integer> {
  private static final PrintStream OUT = System.out;

  private static final int ROUNDS_IF_SLOW = 2;

  /** Asked for in place of peers, {@link Systems} alone are measured, and written. */
  private static final String BEYOND = "beyond";

  @Option(
      names = "--python",
      defaultValue = "",
      description = "The Python to make environments with.")
  private String python;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "How often each fast peer is timed; a slow one twice at most.")
  private int rounds;

  @Option(
      names = "--peers",
      defaultValue = "",
      description =
          "Starts of names, by commas; then the table is only printed. 'beyond' for that alone.")
  private String peers;

  private final Path checkout = Checkout.root();
  private final Path work = checkout.resolve("target").resolve("bench");

  private Benchmark() {}

  /**
   * Runs the benchmark and ends this JVM with code 1 if it wrote no table, with 0 even if peers
   * failed. {@link dyingrelu.workbook.Workbook} calls it in the environment that the engine and its
   * peers need, and in the checkout.
   *
   * @param arguments options
   */
  public static void main(String[] arguments) {
    CommandLine commands = new CommandLine(new Benchmark());
    commands.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          if (e instanceof DataException || e instanceof IOException) {
            OUT.println("ERROR: " + e.getMessage());
            return 1;
          }
          throw e;
        });
    int exitCode = commands.execute(arguments);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Mnist mnist = Mnist.load();
    if (peers.equals(BEYOND)) {
      systems(new Peers(checkout, work, mnist, Arrangement.PYTORCH, python, OUT), mnist);
      return 0;
    }
    Peers wanted = new Peers(checkout, work, mnist, peers, python, OUT);
    List<Measurement> all = wanted.measurements();
    measure(all, rounds, System.getenv(), work.resolve("logs"), OUT);
    Report report = new Report(all.stream().map(Measurement::outcome).toList());
    print(report.table());
    if (!peers.isBlank()) {
      return 0;
    }
    save(report, mnist, all.size());
    work(wanted.workers());
    systems(wanted, mnist);
    return kernels();
  }

  // ---- the run

  /**
   * Task by task: starts its peers, warms each up, then times them round by round, each round from
   * another start, one at a time while the others sleep.
   */
  static void measure(
      List<Measurement> all,
      int rounds,
      Map<String, String> environment,
      Path logs,
      PrintStream out)
      throws InterruptedException {
    for (Task task : Task.values()) {
      List<Measurement> peers =
          all.stream().filter(peer -> peer.arrangement().task() == task).toList();
      try {
        out.println(task + ": starting the peers, each with its own copy of the data.");
        for (Measurement peer : peers) {
          peer.start(environment, logs);
        }
        out.println("Training for " + JavaPeer.EPOCHS + " epochs, to warm up and for accuracies:");
        for (Measurement peer : peers) {
          peer.warmUp(firstSeed(all.indexOf(peer)));
        }
        for (int round = 0; round < rounds; round++) {
          out.printf("Round %d of %d, seconds per epoch and network:%n", round + 1, rounds);
          for (int i = 0; i < peers.size(); i++) {
            Measurement peer = peers.get((i + round) % peers.size());
            if (round < ROUNDS_IF_SLOW || !peer.arrangement().slow()) {
              peer.round();
            }
          }
        }
      } finally {
        peers.forEach(Measurement::close);
      }
    }
  }

  /** Seeds of its own for each arrangement, as a peer's accuracies are counted together. */
  private static int firstSeed(int arrangement) {
    return 100 * arrangement + 1;
  }

  // ---- the results

  private void save(Report report, Mnist mnist, int arrangements) throws IOException {
    Path results = checkout.resolve("data").resolve("results");
    Table table = report.table();
    Figure figure = report.figure().note(mnist.train().note());
    Table all = withOtherMachines(table, results.resolve("benchmark.csv"));
    AtomicFile.write(results.resolve("benchmark.csv"), out -> all.write().csv(out));
    List<Long> seeds = IntStream.range(0, arrangements).mapToObj(i -> (long) firstSeed(i)).toList();
    Provenance.of("mvn -Pbench", seeds).write(results.resolve("benchmark.csv"));
    AtomicFile.write(
        results.resolve("benchmark.svg"),
        out -> out.write(figure.svg().getBytes(StandardCharsets.UTF_8)));
    OUT.println("Written: benchmark.csv, .svg and .provenance.txt in data/results/.");
  }

  /** The rows of a run, and those that the file has of other kinds of machine. */
  static Table withOtherMachines(Table run, Path file) {
    Table all = run.copy();
    if (Files.exists(file)) {
      Table before =
          Table.read()
              .usingOptions(
                  CsvReadOptions.builder(file.toFile())
                      .columnTypes(run.types().toArray(ColumnType[]::new)));
      all.append(
          before.where(
              before
                  .stringColumn("processor")
                  .isNotEqualTo(run.stringColumn("processor").get(0))
                  .or(
                      before
                          .stringColumn("core_type")
                          .isNotEqualTo(run.stringColumn("core_type").get(0)))));
    }
    return all;
  }

  private static void print(Table table) {
    OUT.println(
        table
            .selectColumns(
                "task",
                "peer",
                "arrangement",
                "seconds_median",
                "ratio_to_pytorch",
                "ratio_to_pytorch_best",
                "same_work",
                "failure")
            .printAll());
  }

  private void work(List<Arrangement> workers) throws IOException, InterruptedException {
    try {
      Table table = Work.measure(workers, rounds, System.getenv(), work.resolve("logs"), OUT);
      for (String varied : table.stringColumn("varied").unique()) {
        for (Arrangement worker : workers) {
          Table rows = Samples.rows(table, "varied", varied, "peer", worker.peer());
          double slope = Work.slope(rows, "seconds_median");
          OUT.printf(Locale.ROOT, "  %s, %s: slope %.2f%n", varied, worker.peer(), slope);
        }
      }
      Path file = checkout.resolve("data").resolve("results").resolve("benchmark-work.csv");
      Table all = withOtherMachines(table, file);
      AtomicFile.write(file, out -> all.write().csv(out));
      OUT.println("Written: benchmark-work.csv in data/results/.");
    } catch (PeerFailure e) {
      OUT.println("ERROR: benchmark-work.csv is as it was: a peer " + e.getMessage());
    }
  }

  private void systems(Peers wanted, Mnist mnist) throws IOException, InterruptedException {
    Path file = checkout.resolve("data").resolve("results").resolve("beyond-pytorch.csv");
    try (PeerProcess pytorch =
        new PeerProcess(
            new ProcessBuilder(wanted.systems()), work.resolve("logs").resolve("beyond.log"))) {
      String versions = String.join(" ", pytorch.answer().words());
      Table table = Systems.measure(pytorch, mnist, OUT);
      AtomicFile.write(file, out -> table.write().csv(out));
      Provenance made = Provenance.of("mvn -Pbench -Dbench.peers=" + BEYOND, Systems.SEEDS);
      made.facts().put("beside", versions);
      made.write(file);
      OUT.println("Written: beyond-pytorch.csv in data/results/.");
    } catch (PeerFailure e) {
      OUT.println("ERROR: beyond-pytorch.csv is as it was: PyTorch " + e.getMessage());
    }
  }

  private int kernels() throws IOException, InterruptedException {
    OUT.println("Timing the engine's inner loops with JMH.");
    Path file = checkout.resolve("data").resolve("results").resolve("benchmark-kernels.csv");
    ProcessBuilder kernels =
        new ProcessBuilder(Peers.jvm(Kernels.class, file.toAbsolutePath())).inheritIO();
    int exitCode = Children.run(kernels);
    OUT.println(
        exitCode == 0
            ? "Written: benchmark-kernels.csv in data/results/."
            : "ERROR: JMH did not finish; see what it printed above.");
    return exitCode;
  }
}
