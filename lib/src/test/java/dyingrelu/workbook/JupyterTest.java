package dyingrelu.workbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the set-up against small shell scripts that play Python. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-ins are shell scripts")
class JupyterTest {
  /** Leaves a line for each installation in a file beside the scripts. */
  private static final String GOOD_PIP = "echo installed >> \"$INSTALLS\"";

  private static final List<String> USUAL = List.of("python3", "python");

  @TempDir Path temp;
  private Path bin;
  private Path folder;
  private final Map<String, String> variables = new HashMap<>();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @BeforeEach
  void makePlaces() throws IOException {
    bin = Files.createDirectories(temp.resolve("bin of fakes"));
    folder = temp.resolve("a checkout/target/jupyter");
    Files.createDirectories(folder.getParent());
    variables.put("PATH", bin.toString());
    variables.put("INSTALLS", temp.resolve("installs").toString());
  }

  @Test
  void firstRunInstallsAndLaterRunsDoNot() throws Exception {
    python("3.12.1", GOOD_PIP);
    Jupyter first = prepare();
    assertThat(first.command(temp, "-V").command().get(0)).startsWith(folder.toString());
    prepare();
    assertThat(installs()).isEqualTo(1);
    assertThat(text()).containsOnlyOnce("Installing Jupyter");
  }

  @Test
  void interruptedRunIsMadeAnew() throws Exception {
    python("3.12.1", GOOD_PIP);
    prepare();
    Files.delete(folder.resolve("complete.txt"));
    Path leftover = Files.writeString(folder.resolve("half-written"), "x");
    prepare();
    assertThat(leftover).doesNotExist();
    assertThat(folder.resolve("complete.txt")).exists();
    assertThat(installs()).isEqualTo(2);
  }

  @Test
  void failedInstallIsNotTakenForAFinishedOne() throws Exception {
    python("3.12.1", "exit 1");
    assertThatThrownBy(this::prepare).isInstanceOf(IllegalStateException.class);
    python("3.12.1", GOOD_PIP);
    prepare();
    assertThat(installs()).isEqualTo(1);
  }

  @Test
  void movedCheckoutGetsANewEnvironment() throws Exception {
    python("3.12.1", GOOD_PIP);
    prepare();
    Path moved = temp.resolve("moved");
    Files.move(folder.getParent(), moved);
    folder = moved.resolve("jupyter");
    prepare();
    assertThat(installs()).isEqualTo(2);
  }

  @Test
  void otherPythonGetsANewEnvironment() throws Exception {
    python("3.12.1", GOOD_PIP);
    prepare();
    python("3.13.0", GOOD_PIP);
    prepare();
    assertThat(installs()).isEqualTo(2);
  }

  @Test
  void secondRunWaitsForTheFirst() throws Exception {
    python("3.12.1", GOOD_PIP);
    Process first = FirstRun.start(folder);
    assertThat(first.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("held");
    Thread release =
        new Thread(
            () -> {
              while (!text().contains("Another run is writing")) {
                Thread.onSpinWait();
              }
              first.destroy();
            });
    release.start();
    prepare();
    release.join(TimeUnit.SECONDS.toMillis(30));
    assertThat(first.isAlive()).as("it went on while the folder was held").isFalse();
    assertThat(installs()).isEqualTo(1);
  }

  /** Another run, which holds the folder until it is ended. */
  static final class FirstRun {
    static Process start(Path folder) throws IOException {
      return new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-cp",
              System.getProperty("java.class.path"),
              FirstRun.class.getName(),
              folder.toString())
          .start();
    }

    public static void main(String[] arguments) throws Exception {
      FileChannel held = Workbook.lock(Path.of(arguments[0]), System.out);
      System.out.println("held");
      TimeUnit.MINUTES.sleep(2);
      held.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"3.8.10", "2.7.18", "3.9.21"})
  void oldPythonIsRefused(String version) throws IOException {
    script(bin, "python3", "printf '" + version + "\\t/old/python\\n'");
    assertThatThrownBy(this::prepare)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Python %s (/old/python) is too old: install Python 3.10 or later, or name one with -Dpython=<its path>.",
            version);
  }

  @Test
  void newerPythonBehindAnOldOneIsFound() throws Exception {
    python("3.11.2", GOOD_PIP);
    Files.move(bin.resolve("python3"), bin.resolve("python"));
    script(bin, "python3", "printf '3.8.10\\t/old/python\\n'");
    assertThat(find("").version()).isEqualTo("3.11.2");
  }

  @Test
  void missingPythonIsOneSentence() {
    assertThatThrownBy(() -> find(""))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("No Python was found", "3.10 or later", "-Dpython=");
  }

  @Test
  void pythonNamedInVainIsOneSentence() {
    assertThatThrownBy(() -> find("no-such-python"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("'no-such-python'", "does not run");
  }

  @Test
  void theQuestionIsUnderstoodByARealPython() throws Exception {
    assumeThat(Children.capture(List.of("python3", "--version"), System.getenv()).exitCode())
        .as("there is a Python")
        .isZero();
    Python real = Python.find("python3", List.of(), System.getenv());
    assertThat(real.executable()).isExecutable();
    assertThat(real.version()).matches("3\\.\\d+\\.\\d+");
  }

  @Test
  void aPythonWithJupyterButNotWhatMakesTheBookIsNotReady() throws Exception {
    assumeThat(Children.capture(List.of("python3", "-c", "1"), System.getenv()).exitCode())
        .as("there is a Python")
        .isZero();
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("PYTHONPATH", temp.toString());
    for (String module : List.of("nbclient", "jupyterlab", "jupyter_client/kernelspec")) {
      Path file = temp.resolve(module + ".py");
      Files.createDirectories(file.getParent());
      Files.writeString(file, "find_kernel_specs = lambda: ['java']");
    }
    List<String> book = List.of("myst_nb", "sphinx_book_theme", "sphinx_copybutton");
    assumeThat(Children.capture(List.of("python3", "-c", "import myst_nb"), environment).exitCode())
        .as("this Python has them itself")
        .isNotZero();
    assertThat(Python.find("python3", List.of(), environment).hasJupyter()).isFalse();
    for (String module : book) {
      Files.writeString(temp.resolve(module + ".py"), "");
    }
    assertThat(Python.find("python3", List.of(), environment).hasJupyter()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"No module named venv", "[Errno 28] No space left on device"})
  void failingVenvIsOneSentenceWithPythonsOwnAtItsEnd(String output) throws IOException {
    script(bin, "python3", answers("3.12.1") + "*) echo; echo '" + output + "'; exit 1;; esac");
    assertThatThrownBy(this::prepare)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("could not make a virtual environment", "python3-venv")
        .hasMessageEndingWith("it said: " + output)
        .message()
        .hasLineCount(1);
  }

  @Test
  void failingPipIsOneSentence() throws IOException {
    python("3.12.1", "exit 1");
    assertThatThrownBy(this::prepare)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("could not be installed", "needs the network", "run again")
        .message()
        .hasLineCount(1);
  }

  @Test
  void aPythonWithJupyterAndAJavaKernelIsUsedAsItIs() throws Exception {
    script(bin, "python3", "printf '3.12.1\\t%s\\tTrue\\n' \"$0\"");
    Jupyter found = prepare();
    assertThat(found.command(temp, "-V").command())
        .containsExactly(bin.resolve("python3").toString(), "-V");
    assertThat(folder).doesNotExist();
    assertThat(text()).contains("Using the Jupyter of");
  }

  @Test
  void kernelsGetOurJavaAndTheReadersOwnOptionsLast() throws Exception {
    python("3.12.1", GOOD_PIP);
    variables.put("JDK_JAVA_OPTIONS", "-Xmx3g");
    variables.put("PYTHONPATH", "/elsewhere");
    Map<String, String> given = prepare().command(temp).environment();
    String home = System.getProperty("java.home");
    assertThat(given).containsEntry("JAVA_HOME", home).doesNotContainKey("PYTHONPATH");
    assertThat(given.get("PATH")).startsWith(Path.of(home, "bin").toString());
    assertThat(given.get("JDK_JAVA_OPTIONS")).startsWith("-Xmx2g").endsWith(" -Xmx3g");
    assertThat(given).containsEntry("OMP_WAIT_POLICY", "PASSIVE");
    variables.put("OMP_WAIT_POLICY", "ACTIVE");
    assertThat(prepare().command(temp).environment()).containsEntry("OMP_WAIT_POLICY", "ACTIVE");
  }

  private Jupyter prepare() throws Exception {
    return Jupyter.prepare(
        folder,
        bin.resolve("python3").toString(),
        variables,
        new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  private Python find(String wanted) throws InterruptedException {
    return Python.find(
        wanted, USUAL.stream().map(name -> bin.resolve(name).toString()).toList(), variables);
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private int installs() throws IOException {
    return Files.readAllLines(temp.resolve("installs")).size();
  }

  /** A Python whose "venv" makes a new folder with a Python in it that only knows this "pip". */
  private void python(String version, String pip) throws IOException {
    script(temp, "python-of-venv", pip);
    script(
        bin,
        "python3",
        answers(version)
            + "*venv*) rm -rf \"$4\"; mkdir -p \"$4/bin\"; cp '%s' \"$4/bin/python\";; esac"
                .formatted(temp.resolve("python-of-venv")));
  }

  private static String answers(String version) {
    return "case \"$*\" in *sys.executable*) printf '" + version + "\\t%s\\tFalse\\n' \"$0\";; ";
  }

  private static void script(Path where, String name, String body) throws IOException {
    Path file = where.resolve(name);
    Files.writeString(file, "#!/bin/sh\nPATH=/usr/bin:/bin\n" + body + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
