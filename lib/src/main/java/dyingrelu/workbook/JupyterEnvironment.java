package dyingrelu.workbook;

import dyingrelu.machine.OpenBlas;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A Python that runs Jupyter with a kernel named {@code java}: the one of the Jupyter on the PATH
 * if it has such a kernel, else one in a virtual environment below {@code target/}.
 *
 * <p>Jupyter's parts are always called as {@code python -m ...}: the scripts that pip writes break
 * when the checkout's path is long or has a space in it.
 */
final class JupyterEnvironment {
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
              + PythonEnvironment.OLDEST_MINOR
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
    PythonEnvironment pinned =
        new PythonEnvironment(
            "Jupyter and the Java kernel",
            "about 100 MB, a minute or so",
            new String(Book.resource("requirements.txt"), StandardCharsets.UTF_8));
    Path made = pinned.prepare(folder, python, environment, out);
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

  /**
   * Kernels call {@code java} from the PATH, take JVM options from JDK_JAVA_OPTIONS only, and need
   * to be told which of OpenBLAS's kernels are fast here.
   */
  private static Map<String, String> withOurJava(Map<String, String> variables) {
    Map<String, String> environment = PythonEnvironment.copy(variables);
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
    // ND4J's threads wait for each other in a loop that burns the processor, by default. Beside
    // other
    // work that makes its small operations many times slower.
    environment.putIfAbsent("OMP_WAIT_POLICY", "PASSIVE");
    OpenBlas.coreType().ifPresent(type -> environment.putIfAbsent(OpenBlas.VARIABLE, type));
    return environment;
  }

  // ---- the Jupyter on the PATH

  private static Optional<Path> pythonOfJupyterOnPath(
      Map<String, String> environment, PrintStream out) throws IOException, InterruptedException {
    for (Path jupyter : PythonEnvironment.onPath("jupyter", environment)) {
      for (Path candidate : pythonsOf(jupyter)) {
        Optional<List<String>> answer =
            PythonEnvironment.ask(List.of(candidate.toString(), "-c", ASK_JUPYTER), environment, 2);
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
}
