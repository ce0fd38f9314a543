package dyingrelu.bench;

import dyingrelu.data.DataException;
import dyingrelu.data.Digits;
import dyingrelu.data.Mnist;
import dyingrelu.figure.Figure;
import dyingrelu.machine.AtomicFile;
import dyingrelu.machine.Checkout;
import dyingrelu.machine.Provenance;
import dyingrelu.workbook.Children;
import dyingrelu.workbook.PythonEnvironment;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;

/**
 * Measures an epoch of the published network in every peer, one at a time and in turn, and writes
 * {@code data/results/benchmark.csv}, its figure and its provenance.
 */
@Command(name = "bench", description = "Measures the engine beside its peers.")
public final class Benchmark implements Callable<Integer> {
  private static final PrintStream OUT = System.out;

  /** Accuracies swing by several tenths of a point between seeds, so several are trained. */
  private static final int NETWORKS = 5;

  private static final int NETWORKS_IF_SLOW = 3;
  private static final int ROUNDS_IF_SLOW = 2;

  /** Every peer works with two threads, however many processors there are. */
  private static final int THREADS = 2;

  /** The epochs of each network in one measurement of three on two threads, so that none waits. */
  private static final int TURNS = 2;

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
      description = "Starts of names, by commas; then the table is only printed.")
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
    Path data = work.resolve("data");
    write(mnist.train(), data);
    write(mnist.test(), data);
    Installed pytorch =
        install(Arrangement.PYTORCH, "pytorch", "about 2 GB on Linux, several minutes");
    Installed keras = install(Arrangement.KERAS, "keras", "about 500 MB, some minutes");
    List<Measurement> all = new ArrayList<>();
    for (Arrangement arrangement : arrangements(pytorch.python, keras.python, data)) {
      Optional<String> failure =
          switch (arrangement.peer()) {
            case Arrangement.PYTORCH -> pytorch.failure;
            case Arrangement.KERAS -> keras.failure;
            default -> Optional.empty();
          };
      if (isWanted(arrangement.peer())) {
        all.add(new Measurement(arrangement, failure, OUT));
      }
    }
    measure(all, rounds, System.getenv(), work.resolve("logs"), OUT);
    Report report = new Report(all.stream().map(Measurement::outcome).toList());
    print(report.table());
    if (!peers.isBlank()) {
      return 0;
    }
    save(report, mnist, all.size());
    return kernels();
  }

  private boolean isWanted(String peer) {
    return Stream.of(peers.split(",")).anyMatch(start -> peer.startsWith(start.strip()));
  }

  // ---- what is measured

  private List<Arrangement> arrangements(Path pytorch, Path keras, Path data) {
    String two = String.valueOf(THREADS);
    List<Arrangement> all = new ArrayList<>();
    for (Task task : Task.values()) {
      all.add(java(task, Arrangement.ENGINE, "1 network, 1 thread", false, "engine", 1, 1, 1, 1));
      if (task != Task.SMALL) { // Its steps are too short to share.
        all.add(
            java(
                task,
                Arrangement.ENGINE,
                "1 network, 2 threads",
                false,
                "engine",
                THREADS,
                1,
                1,
                1));
        all.add(
            java(
                task,
                Arrangement.ENGINE,
                "3 networks on 2 threads",
                false,
                "engine",
                1,
                3,
                2,
                TURNS));
      }
      List<String> torch = python(pytorch, "pytorch_peer.py", data, task);
      all.add(
          fromPython(task, Arrangement.PYTORCH, "1 process, 2 threads", List.of(with(torch, two))));
      all.add(
          fromPython(
              task,
              Arrangement.PYTORCH,
              "2 processes, 1 thread each",
              Collections.nCopies(THREADS, with(torch, "1"))));
      all.add(
          fromPython(
              task,
              Arrangement.PYTORCH,
              "compiled, 2 processes, 1 thread each",
              Collections.nCopies(THREADS, with(with(torch, "1"), "compile"))));
    }
    Task relu = Task.RELU;
    all.add(
        java(relu, Arrangement.DENSE, "3 networks on 2 threads", false, "dense", 1, 3, 2, TURNS));
    all.add(
        fromPython(
            relu,
            Arrangement.KERAS,
            "1 process, 2 threads",
            List.of(with(python(keras, "keras_peer.py", data, relu), two))));
    all.add(java(relu, "DL4J", "1 network, 2 threads", true, "dl4j", THREADS, 1, 1, 1));
    all.add(java(relu, "ND4J operations", "1 network, 2 threads", true, "nd4j", THREADS, 1, 1, 1));
    all.add(java(relu, Arrangement.PRODUCTS, "1 thread", false, "products", 1, 1, 1, 1));
    all.add(java(relu, Arrangement.PRODUCTS, "2 threads", false, "products", THREADS, 1, 1, 1));
    all.add(
        java(
            relu,
            Arrangement.PRODUCTS,
            "2 at a time, 1 thread each",
            false,
            "products",
            1,
            2,
            2,
            1));
    return all;
  }

  private List<String> jvm(Class<?> main, Object... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Limits what lies off the heap too; else ND4J lets it grow until the memory is
                // full.
                "-Xmx2g",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    return command;
  }

  private Arrangement java(
      Task task,
      String peer,
      String name,
      boolean slow,
      String kind,
      int threads,
      int networks,
      int workers,
      int epochs) {
    List<String> command = jvm(JavaPeer.class, kind, threads, networks, workers, epochs, task);
    return new Arrangement(
        task, peer, name, !peer.equals(Arrangement.PRODUCTS), slow, networks, List.of(command));
  }

  private static Arrangement fromPython(
      Task task, String peer, String name, List<List<String>> commands) {
    return new Arrangement(task, peer, name, true, false, 1, commands);
  }

  private List<String> python(Path python, String script, Path data, Task task) {
    Path file = checkout.resolve("lib/src/bench/python/" + script);
    // -B: no compiled files beside the sources.
    return List.of(python.toString(), "-B", file.toString(), data.toString(), task.toString());
  }

  private static List<String> with(List<String> command, String argument) {
    List<String> longer = new ArrayList<>(command);
    longer.add(argument);
    return longer;
  }

  // ---- what the peers need

  /** A virtual environment, or why there is none. */
  private record Installed(Path python, Optional<String> failure) {}

  private Installed install(String peer, String name, String cost)
      throws IOException, InterruptedException {
    Path folder = work.resolve(name);
    if (!isWanted(peer)) {
      return new Installed(folder, Optional.of("not asked for"));
    }
    Path sources = checkout.resolve("lib/src/bench/python");
    PythonEnvironment wanted =
        new PythonEnvironment(
            peer, cost, Files.readString(sources.resolve("requirements-" + name + ".txt")));
    try {
      return new Installed(wanted.prepare(folder, python, System.getenv(), OUT), Optional.empty());
    } catch (IllegalStateException e) {
      return new Installed(folder, Optional.of("not installed: " + e.getMessage()));
    }
  }

  /** Writes images as little-endian floats and labels as bytes, for the peers in Python. */
  private static void write(Digits digits, Path folder) throws IOException {
    AtomicFile.write(
        folder.resolve(digits.name() + "-images.f32"),
        out -> {
          for (int i = 0; i < digits.size(); i++) {
            ByteBuffer row =
                ByteBuffer.allocate(Digits.PIXELS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            row.asFloatBuffer().put(digits.images().getRow(i).toFloatVector());
            out.write(row.array());
          }
        });
    AtomicFile.write(
        folder.resolve(digits.name() + "-labels.u8"),
        out -> {
          for (int label : digits.labels()) {
            out.write(label);
          }
        });
  }

  // ---- the run

  /**
   * Starts all, warms each up, then times them round by round, each round from another start, one
   * at a time while the others sleep.
   */
  static void measure(
      List<Measurement> all,
      int rounds,
      Map<String, String> environment,
      Path logs,
      PrintStream out)
      throws InterruptedException {
    try {
      out.println("Starting the peers, each with its own copy of the data.");
      for (Measurement measurement : all) {
        measurement.start(environment, logs);
      }
      out.println("Training for " + JavaPeer.EPOCHS + " epochs, to warm up and for the accuracy:");
      for (int i = 0; i < all.size(); i++) {
        int networks = all.get(i).arrangement().slow() ? NETWORKS_IF_SLOW : NETWORKS;
        all.get(i).warmUp(networks, firstSeed(i));
      }
      for (int round = 0; round < rounds; round++) {
        out.println("Round " + (round + 1) + " of " + rounds + ", seconds per epoch and network:");
        for (int i = 0; i < all.size(); i++) {
          Measurement measurement = all.get((i + round) % all.size());
          if (round < ROUNDS_IF_SLOW || !measurement.arrangement().slow()) {
            measurement.round();
          }
        }
      }
    } finally {
      all.forEach(Measurement::close);
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

  private int kernels() throws IOException, InterruptedException {
    OUT.println("Timing the engine's inner loops with JMH.");
    Path file = checkout.resolve("data").resolve("results").resolve("benchmark-kernels.csv");
    ProcessBuilder kernels =
        new ProcessBuilder(jvm(Kernels.class, file.toAbsolutePath())).inheritIO();
    int exitCode = Children.run(kernels);
    OUT.println(
        exitCode == 0
            ? "Written: benchmark-kernels.csv in data/results/."
            : "ERROR: JMH did not finish; see what it printed above.");
    return exitCode;
  }
}
