package dyingrelu.book;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Python that runs Jupyter with a kernel named {@code java}: the one of the Jupyter on the PATH
 * if it has such a kernel, else one in a virtual environment below {@code target/}.
 *
 * <p>Jupyter's parts are always called as {@code python -m ...}: the scripts that pip writes break
 * when the checkout's path is long or has a space in it.
 */
final class JupyterEnvironment {
  private static final boolean WINDOWS = File.separatorChar == '\\';
  private static final int OLDEST_MINOR = 10;
  private static final Pattern NO_VENV =
      Pattern.compile("ensurepip is not\\s+available|No module named '?(venv|ensurepip)");
  private static final String STAMP = "complete.txt";

  private static final String ASK_VERSION =
      "import sys; print('%d.%d.%d' % sys.version_info[:3]); print(sys.executable)";

  /** Prints whether there is a kernel named java, then the modules that we need and it lacks. */
  private static final String ASK_JUPYTER =
      String.join(
          "\n",
          "import sys",
          "from importlib.util import find_spec",
          "from jupyter_client.kernelspec import find_kernel_specs",
          "needed = ('nbclient', 'nbconvert', 'jupyterlab')",
          "print('java' if 'java' in find_kernel_specs() else 'none')",
          "print('' if sys.version_info >= (3, "
              + OLDEST_MINOR
              + ") else 'a newer Python',"
              + " *[m for m in needed if find_spec(m) is None])");

  private final Path python;
  private final Map<String, String> environment;

  private JupyterEnvironment(Path python, Map<String, String> environment) {
    this.python = python;
    this.environment = environment;
  }

  /**
   * Finds or makes the environment. A sound one is used at once; anything else, such as what an
   * interrupted run left or one that came from another folder, is made anew.
   *
   * @param folder where the virtual environment lies or will lie
   * @param python the Python to make it with; blank to look for a suitable Jupyter or Python
   * @param variables the process's environment variables
   * @param out gets a line for each thing that takes time
   * @throws Failure if Python, its venv module, the network or disk space is missing
   */
  @SuppressWarnings("try") // The lock is only held.
  static JupyterEnvironment prepare(
      Path folder, String python, Map<String, String> variables, PrintStream out)
      throws Failure, IOException, InterruptedException {
    Map<String, String> environment = withOurJava(variables);
    if (python.isBlank()) {
      Optional<Path> ready = pythonOfJupyterOnPath(environment, out);
      if (ready.isPresent()) {
        return new JupyterEnvironment(ready.get(), environment);
      }
    }
    // These would put packages and kernels from elsewhere before the pinned ones.
    List.of("PYTHONPATH", "PYTHONHOME", "JUPYTER_PATH").forEach(environment::remove);
    environment.put("JUPYTER_PREFER_ENV_PATH", "1");
    Python base = findPython(python, environment);
    Path made = folder.resolve(WINDOWS ? "Scripts/python.exe" : "bin/python").toAbsolutePath();
    try (FolderLock lock = FolderLock.take(folder, out)) {
      String stamp = stamp(folder, base);
      if (!isComplete(folder, stamp)) {
        make(folder, base, made, environment, out);
        Files.writeString(folder.resolve(STAMP), stamp);
      }
    }
    return new JupyterEnvironment(made, environment);
  }

  /** A command of this Python, with the streams of ours and kernels that run on our JDK. */
  ProcessBuilder command(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(python.toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder;
  }

  /** Kernels call {@code java} from the PATH and take JVM options from JDK_JAVA_OPTIONS only. */
  private static Map<String, String> withOurJava(Map<String, String> variables) {
    Map<String, String> environment =
        new TreeMap<>(WINDOWS ? String.CASE_INSENSITIVE_ORDER : Comparator.naturalOrder());
    environment.putAll(variables);
    String home = System.getProperty("java.home");
    environment.put("JAVA_HOME", home);
    environment.merge("PATH", "", (path, none) -> Path.of(home, "bin") + File.pathSeparator + path);
    List<String> options = new ArrayList<>(List.of("-Xmx2g"));
    int release = Runtime.version().feature();
    if (release >= 22) {
      options.add("--enable-native-access=ALL-UNNAMED");
    }
    if (release >= 23) {
      // Else ND4J's and protobuf's use of Unsafe fills the notebooks with red warnings.
      options.add("--sun-misc-unsafe-memory-access=allow");
    }
    // The reader's own options come last, so that they win.
    options.add(variables.getOrDefault("JDK_JAVA_OPTIONS", ""));
    environment.put("JDK_JAVA_OPTIONS", String.join(" ", options).strip());
    return environment;
  }

  // ---- the Jupyter on the PATH

  private static Optional<Path> pythonOfJupyterOnPath(
      Map<String, String> environment, PrintStream out) throws IOException, InterruptedException {
    for (Path jupyter : onPath("jupyter", environment)) {
      for (Path candidate : pythonsOf(jupyter)) {
        Optional<List<String>> answer =
            ask(List.of(candidate.toString(), "-c", ASK_JUPYTER), environment, 2);
        if (answer.isEmpty()) {
          continue;
        }
        if (!answer.get().get(0).equals("java")) {
          break;
        }
        String missing = answer.get().get(1).strip();
        if (missing.isEmpty()) {
          out.println("Using the Jupyter on the PATH and its kernel 'java': " + jupyter);
          return Optional.of(candidate);
        }
        out.println(
            "The Jupyter on the PATH has a kernel 'java' but lacks "
                + missing
                + "; using our own.");
        break;
      }
    }
    return Optional.empty();
  }

  /** Where the Python of a {@code jupyter} script may be: in its first line, or near it. */
  private static Set<Path> pythonsOf(Path jupyter) throws IOException {
    Set<Path> candidates = new LinkedHashSet<>();
    try (InputStream in = Files.newInputStream(jupyter)) {
      String start = new String(in.readNBytes(512), StandardCharsets.ISO_8859_1);
      if (start.startsWith("#!")) {
        candidates.add(Path.of(start.lines().findFirst().orElseThrow().substring(2).strip()));
      }
    }
    for (Path script : List.of(jupyter, jupyter.toRealPath())) {
      for (String name : List.of("python3", "python", "python.exe", "../python.exe")) {
        candidates.add(script.resolveSibling(name).normalize());
      }
    }
    candidates.removeIf(path -> !Files.isExecutable(path) || Files.isDirectory(path));
    return candidates;
  }

  // ---- a Python to make the environment with

  private record Python(String version, Path executable) {
    boolean isNewEnough() {
      int[] parts = Arrays.stream(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
      return parts[0] > 3 || parts[0] == 3 && parts[1] >= OLDEST_MINOR;
    }
  }

  private static Python findPython(String asked, Map<String, String> environment)
      throws Failure, IOException, InterruptedException {
    String wanted = asked.isBlank() ? environment.getOrDefault("PYTHON", "") : asked;
    List<List<String>> commands = new ArrayList<>();
    if (!wanted.isBlank()) {
      commands.add(List.of(wanted));
    } else {
      for (String name : List.of("python3", "python")) {
        onPath(name, environment).forEach(path -> commands.add(List.of(path.toString())));
      }
      if (WINDOWS) {
        onPath("py", environment).forEach(path -> commands.add(List.of(path.toString(), "-3")));
      }
    }
    Optional<Python> tooOld = Optional.empty();
    for (List<String> command : commands) {
      List<String> question = new ArrayList<>(command);
      question.addAll(List.of("-c", ASK_VERSION));
      Optional<Python> found =
          ask(question, environment, 2).map(a -> new Python(a.get(0), Path.of(a.get(1))));
      if (found.isPresent() && found.get().isNewEnough()) {
        return found.get();
      }
      tooOld = tooOld.or(() -> found);
    }
    String remedy =
        " install Python 3.%d or later, or name one with -Dpython=... .".formatted(OLDEST_MINOR);
    if (tooOld.isPresent()) {
      throw new Failure(
          "Python %s (%s) is too old:".formatted(tooOld.get().version(), tooOld.get().executable())
              + remedy);
    }
    throw new Failure(
        wanted.isBlank()
            ? "No Python was found on the PATH:" + remedy
            : "The Python named, '" + wanted + "', does not run:" + remedy);
  }

  // ---- the virtual environment

  private static boolean isComplete(Path folder, String stamp) {
    try {
      return Files.readString(folder.resolve(STAMP)).equals(stamp);
    } catch (IOException e) {
      return false;
    }
  }

  /** Changes with all that an environment depends on, its own place included. */
  private static String stamp(Path folder, Python base) throws IOException {
    return String.join(
        "\n",
        "requirements " + sha256(Book.resource("requirements.txt")),
        "python " + base.version() + " " + base.executable(),
        "folder " + folder.toAbsolutePath(),
        "");
  }

  private static void make(
      Path folder, Python base, Path made, Map<String, String> environment, PrintStream out)
      throws Failure, IOException, InterruptedException {
    if (Files.exists(folder)) {
      out.println("Removing " + folder + ", which is unfinished or out of date.");
      delete(folder);
    }
    out.println(
        "Installing Jupyter and the Java kernel into "
            + folder
            + " with Python "
            + base.version()
            + " (once; about 100 MB, a minute or so).");
    Children.Finished venv =
        Children.capture(
            List.of(base.executable().toString(), "-m", "venv", folder.toString()), environment);
    if (venv.exitCode() != 0) {
      throw venvFailure(folder, base, venv.output());
    }
    Path requirements = folder.resolve("requirements.txt");
    Files.write(requirements, Book.resource("requirements.txt"));
    Path log = folder.resolve("pip.log");
    ProcessBuilder pip =
        new ProcessBuilder(
            made.toString(),
            "-m",
            "pip",
            "install",
            "--disable-pip-version-check",
            "--no-input",
            "--progress-bar=off",
            "--retries=2",
            "--no-deps",
            "--only-binary=:all:",
            "-r",
            requirements.toString());
    pip.environment().clear();
    pip.environment().putAll(environment);
    int exitCode = runWithSigns(pip.redirectErrorStream(true).redirectOutput(log.toFile()), out);
    if (exitCode != 0) {
      String output = Files.readString(log, Charset.defaultCharset());
      throw Failure.fromOutput(output, folder)
          .orElseGet(
              () ->
                  new Failure(
                      "pip could not install Jupyter (%s): see %s, put that right and run again."
                          .formatted(lastLine(output), log)));
    }
  }

  /** Waits for a long silent program with a line now and then. */
  private static int runWithSigns(ProcessBuilder builder, PrintStream out)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    Thread signs =
        new Thread(
            () -> {
              try {
                while (true) {
                  TimeUnit.SECONDS.sleep(10);
                  long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
                  out.println("  still installing, " + seconds + " s");
                }
              } catch (InterruptedException finished) {
                return;
              }
            });
    signs.setDaemon(true);
    signs.start();
    try {
      return Children.run(builder);
    } finally {
      signs.interrupt();
    }
  }

  private static Failure venvFailure(Path folder, Python base, String output) {
    String python = "Python %s (%s)".formatted(base.version(), base.executable());
    if (NO_VENV.matcher(output).find()) {
      return new Failure(
          python
              + " has no venv module: install it (on Debian and Ubuntu: apt install python3-venv),"
              + " or name another Python with -Dpython=... .");
    }
    return Failure.fromOutput(output, folder)
        .orElseGet(
            () ->
                new Failure(
                    "%s could not make a virtual environment (%s): put that right, or name another Python with -Dpython=... ."
                        .formatted(python, lastLine(output))));
  }

  // ---- helpers

  private static List<Path> onPath(String program, Map<String, String> environment) {
    List<Path> found = new ArrayList<>();
    for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
      try {
        Path file = Path.of(folder.replace("\"", ""), WINDOWS ? program + ".exe" : program);
        if (!folder.isBlank() && Files.isExecutable(file) && !Files.isDirectory(file)) {
          found.add(file);
        }
      } catch (InvalidPathException e) {
        // An entry that no file system knows holds no program either.
      }
    }
    return found;
  }

  /** The last lines of a program's answer, or nothing if it does not run or answers otherwise. */
  private static Optional<List<String>> ask(
      List<String> command, Map<String, String> environment, int lines)
      throws InterruptedException {
    try {
      Children.Finished finished = Children.capture(command, environment);
      List<String> answer = finished.output().lines().toList();
      return finished.exitCode() == 0 && answer.size() >= lines
          ? Optional.of(answer.subList(answer.size() - lines, answer.size()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String lastLine(String output) {
    return output.lines().filter(l -> !l.isBlank()).reduce((a, b) -> b).orElse("no message");
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
