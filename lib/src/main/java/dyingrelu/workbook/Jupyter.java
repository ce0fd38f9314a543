package dyingrelu.workbook;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.io.IOUtils;

/**
 * A Python that runs Jupyter with a kernel named {@code java}.
 *
 * <p>Jupyter's parts are always called as {@code python -m ...}: the scripts that pip writes break
 * when the checkout's path is long or has a space in it.
 *
 * @param python the Python's program
 * @param environment what it and the kernels that it starts see
 */
record Jupyter(Path python, Map<String, String> environment) {
  /**
   * The Python that {@link Python#find} gives if it has all that is needed, as in the conda
   * environment; else one in a virtual environment that is made with it.
   *
   * @param folder where the virtual environment lies or will lie
   * @param asked the Python to use, a name or a path; blank to look for one
   * @param variables the environment variables of this process
   * @param out gets a line for each thing that takes time
   * @throws IllegalStateException if Python, its venv module, the network or disk space is missing
   */
  static Jupyter prepare(Path folder, String asked, Map<String, String> variables, PrintStream out)
      throws IOException, InterruptedException {
    Map<String, String> environment = withOurJava(variables);
    Python base = Python.find(asked, Python.NAMES, environment);
    if (base.hasJupyter()) {
      out.println("Using the Jupyter of " + base.executable() + " and its kernel 'java'.");
      return new Jupyter(base.executable(), environment);
    }
    environment.put("JUPYTER_PREFER_ENV_PATH", "1");
    String packages =
        IOUtils.resourceToString(Workbook.FILES + "requirements.txt", StandardCharsets.UTF_8);
    PythonEnvironment pinned =
        new PythonEnvironment("Jupyter and the Java kernel", "100 MB, a minute or so", packages);
    return new Jupyter(pinned.prepare(folder, base, environment, out), environment);
  }

  /** A command of this Python, working in a folder. */
  ProcessBuilder command(Path folder, Object... arguments) {
    Stream<String> command =
        Stream.concat(Stream.of(python), Stream.of(arguments)).map(Object::toString);
    return Children.command(command.toList(), environment).directory(folder.toFile());
  }

  /** Kernels call the {@code java} of the PATH and take JVM options from JDK_JAVA_OPTIONS only. */
  private static Map<String, String> withOurJava(Map<String, String> variables) {
    Map<String, String> environment = Children.environment(variables);
    String home = System.getProperty("java.home");
    environment.put("JAVA_HOME", home);
    environment.merge("PATH", "", (path, none) -> Path.of(home, "bin") + File.pathSeparator + path);
    // The reader's own options come last, so that they win.
    String options = "-Xmx2g " + String.join(" ", Children.JVM_OPTIONS);
    environment.merge("JDK_JAVA_OPTIONS", options, (own, none) -> options + " " + own);
    return environment;
  }
}
