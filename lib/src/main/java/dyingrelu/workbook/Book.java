package dyingrelu.workbook;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The workbook's commands, called by the profiles {@code run} and {@code lab} of the build: {@code
 * run} executes the notebooks and writes the book, {@code lab} opens JupyterLab.
 */
@Command(name = "book", description = "Executes or opens the notebooks on a Java kernel.")
public final class Book {
  private static final PrintStream OUT = System.out;

  /** What shells report of a program that Ctrl-C ended. */
  private static final int STOPPED = 130;

  @Option(
      names = "--checkout",
      scope = CommandLine.ScopeType.INHERIT,
      defaultValue = ".",
      description = "The checkout's top folder.")
  private Path checkout;

  @Option(
      names = "--python",
      scope = CommandLine.ScopeType.INHERIT,
      defaultValue = "",
      description = "The Python to make Jupyter's environment with.")
  private String python;

  private Book() {}

  /**
   * Runs a command and ends this JVM with code 1 if it failed. A plain exit keeps the build tool
   * from burying the sentence that says why under a stack trace of its own.
   */
  public static void main(String[] arguments) {
    int exitCode = execute(arguments);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  /** Runs a command; its exit code is 0 only if all went well. */
  static int execute(String... arguments) {
    CommandLine commands = new CommandLine(new Book());
    commands.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          if (e instanceof Failure || e instanceof IOException) {
            Failure failure = e instanceof IOException io ? Failure.of(io) : (Failure) e;
            OUT.println("ERROR: " + failure.getMessage());
            return 1;
          }
          if (e instanceof InterruptedException) {
            return STOPPED;
          }
          throw e;
        });
    return commands.execute(arguments);
  }

  @Command(description = "Executes the notebooks and writes the book.")
  @SuppressWarnings("try") // The lock is only held.
  int run(
      @Option(names = "--only", defaultValue = "", description = "Starts of names, by commas.")
          String only,
      @Option(names = "--save", arity = "1", description = "Refresh the notebooks' own outputs.")
          boolean save,
      @Option(names = "--notebooks", description = "The notebooks' folder.") Path notebooks,
      @Option(names = "--book", description = "The book's folder.") Path book)
      throws Failure, IOException, InterruptedException {
    Path source = Optional.ofNullable(notebooks).orElse(top().resolve("notebooks"));
    Path target = Optional.ofNullable(book).orElse(top().resolve("target/book"));
    JupyterEnvironment jupyter = jupyter();
    try (FolderLock lock = FolderLock.take(target, OUT)) {
      Path tool = target.resolveSibling(target.getFileName() + "-tool");
      Files.createDirectories(tool);
      for (String name : List.of("book.py", "page.html.j2", "index.html.j2")) {
        Files.write(tool.resolve(name), resource(name));
      }
      Files.write(tool.resolve("mathjax.js"), mathJax());
      List<String> arguments = new ArrayList<>(List.of(tool.resolve("book.py").toString()));
      arguments.addAll(List.of(source.toString(), target.toString(), "--only=" + only));
      if (save) {
        arguments.add("--save");
      }
      return Children.run(jupyter.command(arguments));
    }
  }

  @Command(description = "Opens JupyterLab in the notebooks' folder.")
  int lab(
      @Option(names = "--args", defaultValue = "", description = "Passed on to JupyterLab.")
          String args)
      throws Failure, IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("-m", "jupyterlab"));
    // Else Ctrl-C asks back on a stream that the build tool owns.
    arguments.add("--JupyterApp.answer_yes=True");
    if (!args.isBlank()) {
      arguments.addAll(List.of(args.strip().split("\\s+")));
    }
    OUT.println("Starting JupyterLab in notebooks/; Ctrl-C here ends it.");
    return Children.run(
        jupyter().command(arguments).directory(top().resolve("notebooks").toFile()));
  }

  private Path top() {
    return checkout.toAbsolutePath().normalize();
  }

  private JupyterEnvironment jupyter() throws Failure, IOException, InterruptedException {
    return JupyterEnvironment.prepare(
        top().resolve("target/jupyter"), python, System.getenv(), OUT);
  }

  /** MathJax with all of its extensions in one file: JupyterLab's own engine, without a network. */
  private static byte[] mathJax() throws IOException {
    Properties pom = new Properties();
    pom.load(
        new ByteArrayInputStream(read("/META-INF/maven/org.webjars.npm/mathjax/pom.properties")));
    String folder = "/META-INF/resources/webjars/mathjax/" + pom.getProperty("version");
    return read(folder + "/es5/tex-svg-full.js");
  }

  /** A file that comes with this package. */
  static byte[] resource(String name) throws IOException {
    return read(name);
  }

  private static byte[] read(String name) throws IOException {
    try (InputStream in = Book.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("no resource " + name);
      }
      return in.readAllBytes();
    }
  }
}
