package dyingrelu.workbook;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dyingrelu.data.DataException;
import dyingrelu.evidence.Evidence;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.io.IOUtils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The workbook's one command: {@code run} executes the notebooks and writes the book, {@code lab}
 * opens JupyterLab, {@code study} rebuilds results, {@code bench} measures the engine. Each is a
 * profile of the build, such as {@code mvn -Prun}.
 *
 * <p>Whatever computes runs in a process of its own, with {@link Children#environment}.
 */
@Command(name = "workbook", description = "Runs the notebooks and what stands behind them.")
public final class Workbook {
  /** Where on the class path this package's own files are. */
  static final String FILES = "/dyingrelu/workbook/";

  /** All of its extensions in one file, so that pages need no network; pom.xml has the version. */
  private static final String MATHJAX =
      "/META-INF/resources/webjars/mathjax/3.2.2/es5/tex-svg-full.js";

  /** What makes the book, and its pages that are no notebooks, where they are written. */
  private static final List<String> BOOK =
      Stream.of("book.py", "pages.py", "book.css", "troubleshooting.md", "lecture-plan.md")
          .filter(file -> Workbook.class.getResource(FILES + file) != null)
          .toList();

  /** Below lib/target: the library and what it needs; for the benchmark, the tests and theirs. */
  private static final List<String> CLASS_PATH = List.of("jars/*", "test-classes", "bench/*");

  /** Runs a program to its end and returns its exit code. */
  interface Runner {
    int run(ProcessBuilder program) throws IOException, InterruptedException;
  }

  @Option(names = "--checkout", defaultValue = ".", description = "The checkout's top folder.")
  private Path checkout;

  @Option(names = "--python", defaultValue = "", description = "A Python's name or path.")
  private String python;

  private final Map<String, String> variables;
  private final Runner runner;
  private final PrintStream out;

  private Workbook(Map<String, String> variables, Runner runner, PrintStream out) {
    this.variables = variables;
    this.runner = runner;
    this.out = out;
  }

  /**
   * Runs a command and ends this JVM with its exit code if it failed. A plain exit keeps the build
   * tool from burying the sentence that says why under a stack trace of its own.
   *
   * @param arguments {@code run}, {@code lab}, {@code study NAME} or {@code bench}, with options
   */
  public static void main(String[] arguments) {
    int exitCode = execute(System.getenv(), Children::run, System.out, arguments);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  /**
   * Runs a command; its exit code is 0 only if all went well.
   *
   * @param variables the environment variables to start from
   * @param runner runs the programs that do the work
   * @param out gets every message
   */
  static int execute(
      Map<String, String> variables, Runner runner, PrintStream out, String... arguments) {
    CommandLine commands = new CommandLine(new Workbook(variables, runner, out));
    commands.setParameterExceptionHandler(
        (e, unparsed) -> {
          String known = String.join(", ", commands.getSubcommands().keySet());
          out.println("ERROR: " + e.getMessage() + "; the commands are " + known + ".");
          return commands.getCommandSpec().exitCodeOnInvalidInput();
        });
    commands.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          boolean isSentence =
              e instanceof DataException
                  || e instanceof IllegalArgumentException
                  || e instanceof IllegalStateException;
          if (e instanceof RuntimeException && !isSentence) {
            throw e;
          }
          out.println("ERROR: " + (isSentence ? e.getMessage() : e));
          return 1;
        });
    return commands.execute(arguments);
  }

  @Command(description = "Executes the notebooks and writes the book.")
  @SuppressWarnings("try") // The lock is only held.
  int run(
      @Option(names = "--only", description = "Starts of names, or none.", defaultValue = "")
          String only,
      @Option(names = "--save", description = "Keep the outputs.", arity = "1") boolean save)
      throws IOException, InterruptedException {
    Jupyter jupyter = jupyter();
    Path book = top().resolve("target/book");
    try (FileChannel held = lock(book, out)) {
      Path tool = Files.createDirectories(top().resolve("target/book-tool"));
      for (String file : BOOK) {
        Files.write(tool.resolve(file), IOUtils.resourceToByteArray(FILES + file));
      }
      Files.write(tool.resolve("tex-svg-full.js"), IOUtils.resourceToByteArray(MATHJAX));
      return runner.run(
          jupyter.command(
              notebooks(), tool.resolve("book.py"), book, "--only=" + only, "--save=" + save));
    }
  }

  @Command(description = "Opens JupyterLab in the notebooks' folder.")
  int lab(@Option(names = "--args", description = "JupyterLab's.", defaultValue = "") String args)
      throws IOException, InterruptedException {
    // Else Ctrl-C asks back on a stream that the build tool owns.
    String all = "-m jupyterlab --JupyterApp.answer_yes=True " + args;
    Jupyter jupyter = jupyter();
    out.println("Starting JupyterLab in notebooks/; Ctrl-C here ends it.");
    return runner.run(jupyter.command(notebooks(), (Object[]) all.strip().split("\\s+")));
  }

  @Command(description = "Trains what a file in data/results is made of; goes on where it stopped.")
  int study(
      @Parameters(arity = "0..1", defaultValue = "", description = "Which.") String name,
      @Option(names = "--forked", hidden = true) boolean forked)
      throws IOException, InterruptedException {
    if (!forked) {
      return runner.run(java(Workbook.class.getName(), "study", "--forked", name));
    }
    Evidence.run(name, out::println);
    return 0;
  }

  @Command(description = "Measures the engine beside PyTorch, Keras and DL4J.")
  int bench(
      @Option(names = "--rounds", description = "Times of each.", defaultValue = "5") int rounds,
      @Option(names = "--peers", description = "Starts of names.", defaultValue = "") String peers)
      throws IOException, InterruptedException {
    String main = "dyingrelu.bench.Benchmark"; // Compiled with the tests.
    return runner.run(java(main, "--python=" + python, "--rounds=" + rounds, "--peers=" + peers));
  }

  /** A JVM of its own on our JDK, working in the checkout. */
  private ProcessBuilder java(String main, String... arguments) {
    String folder = top().resolve("lib/target") + File.separator;
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Children.JVM_OPTIONS);
    String classPath = folder + String.join(File.pathSeparator + folder, CLASS_PATH);
    command.addAll(List.of("-cp", classPath, main));
    command.addAll(List.of(arguments));
    return Children.command(command, Children.environment(variables)).directory(top().toFile());
  }

  private Path top() {
    return checkout.toAbsolutePath().normalize();
  }

  private Path notebooks() {
    return top().resolve("notebooks");
  }

  private Jupyter jupyter() throws IOException, InterruptedException {
    return Jupyter.prepare(top().resolve("target/jupyter"), python, variables, out);
  }

  /**
   * Waits, after one line that says so, until no other run writes a folder.
   *
   * @return holds the folder until it is closed; the system closes it when a run is killed
   */
  static FileChannel lock(Path folder, PrintStream out) throws IOException {
    Path file = folder.resolveSibling(folder.getFileName() + ".lock");
    Files.createDirectories(file.toAbsolutePath().getParent());
    FileChannel channel = FileChannel.open(file, CREATE, WRITE);
    if (channel.tryLock() == null) {
      out.println("Another run is writing " + folder + "; waiting until it has ended.");
      channel.lock();
    }
    return channel;
  }
}
