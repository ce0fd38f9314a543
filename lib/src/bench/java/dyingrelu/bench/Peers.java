package dyingrelu.bench;

import dyingrelu.data.Digits;
import dyingrelu.data.Mnist;
import dyingrelu.machine.AtomicFile;
import dyingrelu.workbook.PythonEnvironment;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Who is measured, and what they need: programs, data, environments of Python. */
final class Peers {
  /** Every peer works with two threads, however many processors there are. */
  private static final int THREADS = 2;

  /** The epochs of each network in one measurement of three on two threads, so that none waits. */
  private static final int TURNS = 2;

  /** The Python of a virtual environment, or why there is none. */
  private record Installed(Path python, Optional<String> failure) {}

  private final Path scripts;
  private final Path data;
  private final String wanted;
  private final Installed pytorch;
  private final Installed keras;
  private final PrintStream out;

  /**
   * Writes the data and installs what is not there.
   *
   * @param wanted starts of the names of those to be measured, by commas
   * @param python to make environments with
   */
  Peers(Path checkout, Path work, Mnist mnist, String wanted, String python, PrintStream out)
      throws IOException, InterruptedException {
    scripts = checkout.resolve("lib/src/bench/python");
    data = work.resolve("data");
    this.wanted = wanted;
    this.out = out;
    write(mnist.train(), data);
    write(mnist.test(), data);
    pytorch =
        install(
            Arrangement.PYTORCH,
            work.resolve("pytorch"),
            python,
            "about 2 GB on Linux, several minutes");
    keras = install(Arrangement.KERAS, work.resolve("keras"), python, "about 500 MB, some minutes");
  }

  private boolean isWanted(String peer) {
    return Stream.of(wanted.split(",")).anyMatch(start -> peer.startsWith(start.strip()));
  }

  private Installed install(String peer, Path folder, String python, String cost)
      throws IOException, InterruptedException {
    if (!isWanted(peer)) {
      return new Installed(folder, Optional.of("not asked for"));
    }
    Path requirements = scripts.resolve("requirements-" + folder.getFileName() + ".txt");
    PythonEnvironment environment =
        new PythonEnvironment(peer, cost, Files.readString(requirements));
    try {
      return new Installed(
          environment.prepare(folder, python, System.getenv(), out), Optional.empty());
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

  /** Those that are wanted, task by task. */
  List<Measurement> measurements() {
    List<Measurement> all = new ArrayList<>();
    for (Arrangement arrangement : arrangements()) {
      Optional<String> failure =
          switch (arrangement.peer()) {
            case Arrangement.PYTORCH -> pytorch.failure;
            case Arrangement.KERAS -> keras.failure;
            default -> Optional.empty();
          };
      if (isWanted(arrangement.peer())) {
        all.add(new Measurement(arrangement, failure, out));
      }
    }
    return all;
  }

  private List<Arrangement> arrangements() {
    List<Arrangement> all = new ArrayList<>();
    for (Task task : Task.values()) {
      all.add(java(task, Arrangement.ENGINE, "1 network, 1 thread", "engine", 1, 1, 1, 1));
      all.add(java(task, Arrangement.DENSE, "1 network, 1 thread", "dense", 1, 1, 1, 1));
      if (task != Task.SMALL) { // Its steps are too short to share.
        all.add(java(task, Arrangement.ENGINE, "1 network, 2 threads", "engine", THREADS, 1, 1, 1));
        all.add(
            java(task, Arrangement.ENGINE, "3 networks on 2 threads", "engine", 1, 3, 2, TURNS));
      }
      all.add(pytorch(task, "1 process, 2 threads", 1, String.valueOf(THREADS)));
      all.add(pytorch(task, "2 processes, 1 thread each", THREADS, "1"));
      all.add(pytorch(task, "compiled, 2 processes, 1 thread each", THREADS, "1", "compile"));
    }
    Task relu = Task.RELU;
    all.add(java(relu, Arrangement.DENSE, "3 networks on 2 threads", "dense", 1, 3, 2, TURNS));
    List<String> inKeras = python(keras, "keras_peer.py", relu, String.valueOf(THREADS));
    all.add(fromPython(relu, Arrangement.KERAS, "1 process, 2 threads", List.of(inKeras)));
    all.add(java(relu, Arrangement.DL4J, "1 network, 2 threads", "dl4j", THREADS, 1, 1, 1));
    all.add(java(relu, Arrangement.PRODUCTS, "1 thread", "products", 1, 1, 1, 1));
    all.add(java(relu, Arrangement.PRODUCTS, "2 threads", "products", THREADS, 1, 1, 1));
    all.add(java(relu, Arrangement.PRODUCTS, "2 at a time, 1 thread each", "products", 1, 2, 2, 1));
    return all;
  }

  private static Arrangement java(
      Task task,
      String peer,
      String name,
      String kind,
      int threads,
      int networks,
      int workers,
      int epochs) {
    List<String> command = jvm(JavaPeer.class, kind, threads, networks, workers, epochs, task);
    boolean trains = !peer.equals(Arrangement.PRODUCTS);
    boolean slow = peer.equals(Arrangement.DL4J);
    return new Arrangement(task, peer, name, trains, slow, networks, List.of(command));
  }

  private Arrangement pytorch(Task task, String name, int processes, String... arguments) {
    List<String> command = python(pytorch, "pytorch_peer.py", task, arguments);
    return fromPython(task, Arrangement.PYTORCH, name, Collections.nCopies(processes, command));
  }

  private static Arrangement fromPython(
      Task task, String peer, String name, List<List<String>> commands) {
    return new Arrangement(task, peer, name, true, false, 1, commands);
  }

  private List<String> python(Installed installed, String script, Task task, String... arguments) {
    String file = scripts.resolve(script).toString();
    // -B: no compiled files beside the sources.
    List<String> start =
        List.of(installed.python.toString(), "-B", file, data.toString(), task.toString());
    return Stream.concat(start.stream(), Stream.of(arguments)).toList();
  }

  /** A class of the benchmark in a JVM of its own. */
  static List<String> jvm(Class<?> main, Object... arguments) {
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

  /** PyTorch's side of {@link Systems}. */
  List<String> systems() throws PeerFailure {
    if (pytorch.failure.isPresent()) {
      throw new PeerFailure("is " + pytorch.failure.get());
    }
    return python(pytorch, "beyond_peer.py", Task.RELU);
  }

  /** Who does the same work in many shapes, see {@link Work}: one process and one thread each. */
  List<Arrangement> workers() {
    Task task = Task.SMALL;
    List<Arrangement> all = new ArrayList<>();
    all.add(java(task, Arrangement.ENGINE, "1 thread", "engine", 1, 1, 1, 1));
    all.add(java(task, Arrangement.DENSE, "1 thread", "dense", 1, 1, 1, 1));
    if (pytorch.failure.isEmpty()) {
      all.add(pytorch(task, "1 thread", 1, "1"));
    }
    return all;
  }
}
