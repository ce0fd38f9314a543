package dyingrelu.workbook;

import java.io.File;
import java.io.IOException;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Pinned Python packages in a virtual environment of their own.
 *
 * @param contents what it holds, as messages name it
 * @param cost of the first set-up, in words
 * @param requirements a requirements file that names every package, for {@code pip --no-deps}
 */
public record PythonEnvironment(String contents, String cost, String requirements) {
  static final boolean WINDOWS = File.separatorChar == '\\';
  static final int OLDEST_MINOR = 10;
  private static final Pattern NO_VENV =
      Pattern.compile("ensurepip is not\\s+available|No module named '?(venv|ensurepip)");
  private static final String STAMP = "complete.txt";

  private static final String ASK_VERSION =
      "import sys; print('%d.%d.%d' % sys.version_info[:3]); print(sys.executable)";

  /**
   * Makes the environment if it is not there. A sound one is used at once; anything else, such as
   * what an interrupted run left or one that came from another folder, is made anew.
   *
   * @param folder where it lies or will lie
   * @param python the Python to make it with; blank to look for one
   * @param environment the environment variables to work with
   * @param out gets a line for each thing that takes time
   * @return its Python
   * @throws Failure if Python, its venv module, the network or disk space is missing
   */
  @SuppressWarnings("try") // The lock is only held.
  public Path prepare(Path folder, String python, Map<String, String> environment, PrintStream out)
      throws Failure, IOException, InterruptedException {
    Python base = findPython(python, environment);
    Path made = folder.resolve(WINDOWS ? "Scripts/python.exe" : "bin/python").toAbsolutePath();
    try (FolderLock lock = FolderLock.take(folder, out)) {
      String stamp = stamp(folder, base);
      if (!isComplete(folder, stamp)) {
        make(folder, base, made, environment, out);
        Files.writeString(folder.resolve(STAMP), stamp);
      }
    }
    return made;
  }

  /** A changeable copy of a process's environment variables, by the system's rules for names. */
  public static Map<String, String> copy(Map<String, String> variables) {
    Map<String, String> copy =
        new TreeMap<>(WINDOWS ? String.CASE_INSENSITIVE_ORDER : Comparator.naturalOrder());
    copy.putAll(variables);
    return copy;
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
  private String stamp(Path folder, Python base) {
    return String.join(
        "\n",
        "requirements " + sha256(requirements),
        "python " + base.version() + " " + base.executable(),
        "folder " + folder.toAbsolutePath(),
        "");
  }

  private void make(
      Path folder, Python base, Path made, Map<String, String> environment, PrintStream out)
      throws Failure, IOException, InterruptedException {
    if (Files.exists(folder)) {
      out.println("Removing " + folder + ", which is unfinished or out of date.");
      delete(folder);
    }
    out.println(
        "Installing "
            + contents
            + " into "
            + folder
            + " with Python "
            + base.version()
            + " (once; "
            + cost
            + ").");
    Children.Finished venv =
        Children.capture(
            List.of(base.executable().toString(), "-m", "venv", folder.toString()), environment);
    if (venv.exitCode() != 0) {
      throw venvFailure(folder, base, venv.output());
    }
    Path list = Files.writeString(folder.resolve("requirements.txt"), requirements);
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
            list.toString());
    pip.environment().clear();
    pip.environment().putAll(environment);
    int exitCode = runWithSigns(pip.redirectErrorStream(true).redirectOutput(log.toFile()), out);
    if (exitCode != 0) {
      String output = Files.readString(log, Charset.defaultCharset());
      throw Failure.fromOutput(output, folder)
          .orElseGet(
              () ->
                  new Failure(
                      "pip could not install %s (%s): see %s, put that right and run again."
                          .formatted(contents, lastLine(output), log)));
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

  static List<Path> onPath(String program, Map<String, String> environment) {
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
  static Optional<List<String>> ask(
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

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
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
