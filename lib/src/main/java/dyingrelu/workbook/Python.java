package dyingrelu.workbook;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A Python on this machine.
 *
 * @param executable its program
 * @param version such as {@code 3.11.7}
 * @param hasJupyter whether it runs JupyterLab and nbclient with a kernel named {@code java}, and
 *     Sphinx with what the book needs
 */
record Python(Path executable, String version, boolean hasJupyter) {
  /** The last is Windows' launcher. */
  static final List<String> NAMES = List.of("python3", "python", "py");

  /** Answered by one line, the last; with two words if it is too old, with three otherwise. */
  private static final String QUESTION =
      """
      import sys
      answer = ['%d.%d.%d' % sys.version_info[:3], sys.executable]
      if sys.version_info >= (3, 10):
          from importlib.util import find_spec
          needed = ('nbclient', 'jupyterlab', 'myst_nb', 'sphinx_book_theme', 'sphinx_copybutton')
          ready = all(map(find_spec, needed))
          if ready:
              from jupyter_client.kernelspec import find_kernel_specs
              ready = 'java' in find_kernel_specs()
          answer.append(str(ready))
      print('\\t'.join(answer))
      """;

  /**
   * The Python that is named or, if none is, the first of the usual names that is new enough.
   *
   * @param wanted a program's name or path; blank to try the usual names
   * @param usual names that the system looks up on the PATH
   * @param environment the environment variables to run it with
   * @throws IllegalStateException if there is none, or it does not run or is too old
   */
  static Python find(String wanted, List<String> usual, Map<String, String> environment)
      throws InterruptedException {
    String problem =
        wanted.isBlank()
            ? "No Python was found on the PATH"
            : "The Python named, '" + wanted + "', does not run";
    for (String name : wanted.isBlank() ? usual : List.of(wanted)) {
      String[] answer = ask(name, environment).split("\t");
      if (answer.length == 3) {
        return new Python(Path.of(answer[1]), answer[0], answer[2].equals("True"));
      }
      if (answer.length == 2) {
        problem = "Python %s (%s) is too old".formatted(answer[0], answer[1]);
      }
    }
    throw new IllegalStateException(
        problem + ": install Python 3.10 or later, or name one with -Dpython=<its path>.");
  }

  private static String ask(String name, Map<String, String> environment)
      throws InterruptedException {
    try {
      Children.Finished finished = Children.capture(List.of(name, "-c", QUESTION), environment);
      return finished.exitCode() == 0 ? finished.lastLine() : "";
    } catch (IOException notThere) {
      return "";
    }
  }
}
