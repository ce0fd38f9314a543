package dyingrelu.workbook;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Pinned Python packages in a virtual environment of their own.
 *
 * @param contents what it holds, as messages name it
 * @param cost of the first set-up, in words
 * @param requirements a requirements file that names every package, for {@code pip --no-deps}
 */
public record PythonEnvironment(String contents, String cost, String requirements) {
  private static final String PIP =
      "-m pip install -q --disable-pip-version-check --no-input --retries=2 --no-deps"
          + " --only-binary=:all: -r";

  /**
   * Makes the environment if it is not there. A sound one is used at once; anything else, such as
   * what an interrupted run left or one that came from another folder, is made anew.
   *
   * @param folder where it lies or will lie
   * @param python the Python to make it with, a name or a path; blank to look for one
   * @param variables the environment variables to work with
   * @param out gets a line for each thing that takes time
   * @return its Python
   * @throws IllegalStateException if Python, its venv module, the network or disk space is missing
   */
  public Path prepare(Path folder, String python, Map<String, String> variables, PrintStream out)
      throws IOException, InterruptedException {
    Map<String, String> environment = Children.environment(variables);
    return prepare(folder, Python.find(python, Python.NAMES, environment), environment, out);
  }

  /** The same with a Python that is known; the environment loses what would get in the way. */
  @SuppressWarnings("try") // The lock is only held.
  Path prepare(Path folder, Python base, Map<String, String> environment, PrintStream out)
      throws IOException, InterruptedException {
    // These would put packages and kernels from elsewhere before the pinned ones.
    List.of("PYTHONPATH", "PYTHONHOME", "JUPYTER_PATH").forEach(environment::remove);
    try (FileChannel lock = Workbook.lock(folder, out)) {
      Path stamp = folder.resolve("complete.txt");
      String program = File.separatorChar == '\\' ? "Scripts/python.exe" : "bin/python";
      Path made = folder.resolve(program).toAbsolutePath();
      // All that an environment depends on, its own place included.
      String wanted = "%s\n%s\n%s".formatted(base, made, requirements);
      if (Files.notExists(stamp) || !Files.readString(stamp).equals(wanted)) {
        make(folder, base, made, environment, out);
        Files.writeString(stamp, wanted);
      }
      return made;
    }
  }

  private void make(
      Path folder, Python base, Path made, Map<String, String> environment, PrintStream out)
      throws IOException, InterruptedException {
    String python = "Python %s (%s)".formatted(base.version(), base.executable());
    out.printf("Installing %s into %s with %s (once; %s).%n", contents, folder, python, cost);
    String program = base.executable().toString();
    Children.Finished venv =
        Children.capture(List.of(program, "-m", "venv", "--clear", folder.toString()), environment);
    if (venv.exitCode() != 0) {
      throw new IllegalStateException(
          python
              + " could not make a virtual environment: install its venv module (on Debian and"
              + " Ubuntu: apt install python3-venv), or name another Python with"
              + " -Dpython=<its path>; it said: "
              + venv.lastLine());
    }
    Path list = Files.writeString(folder.resolve("requirements.txt"), requirements);
    List<String> pip = new ArrayList<>(List.of(made.toString()));
    pip.addAll(List.of(PIP.split(" ")));
    pip.add(list.toString());
    if (Children.run(Children.command(pip, environment)) != 0) {
      throw new IllegalStateException(
          "%s could not be installed, as pip says above: the first run needs the network (or HTTPS_PROXY) and room on the disk (%s); put that right and run again."
              .formatted(contents, cost));
    }
  }
}
