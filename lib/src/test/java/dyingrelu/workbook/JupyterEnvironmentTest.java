package dyingrelu.workbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the set-up against small shell scripts that play Python. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-ins are shell scripts")
class JupyterEnvironmentTest {
  /** Leaves a line for each installation in a file beside the scripts. */
  private static final String GOOD_PIP = "echo installed >> \"$INSTALLS\"";

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
    JupyterEnvironment first = prepare();
    assertThat(first.command(List.of("-V")).command().get(0)).startsWith(folder.toString());
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
    assertThat(text()).contains("unfinished or out of date");
  }

  @Test
  void failedInstallIsNotTakenForAFinishedOne() throws Exception {
    python("3.12.1", "echo 'NewConnectionError: refused'; exit 1");
    assertThatThrownBy(this::prepare).isInstanceOf(Failure.class);
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
    python("3.12.1", GOOD_PIP + "; sleep 1");
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      Future<JupyterEnvironment> one = pool.submit(() -> prepare());
      Future<JupyterEnvironment> two = pool.submit(() -> prepare());
      one.get();
      two.get();
    } finally {
      pool.shutdownNow();
    }
    assertThat(installs()).isEqualTo(1);
    assertThat(text()).contains("Another run is writing");
  }

  @ParameterizedTest
  @CsvSource({"3.8.10", "2.7.18", "3.9.21"})
  void oldPythonIsRefused(String version) throws IOException {
    python(version, GOOD_PIP);
    assertThatThrownBy(this::prepare)
        .isInstanceOf(Failure.class)
        .hasMessageContainingAll("Python " + version, "too old", "3.10 or later", "-Dpython=");
  }

  @Test
  void newerPythonBehindAnOldOneIsFound() throws Exception {
    python("3.8.10", GOOD_PIP);
    Files.move(bin.resolve("python3"), bin.resolve("python"));
    Path second = Files.createDirectories(temp.resolve("second"));
    python(second, "3.11.2", GOOD_PIP);
    variables.put("PATH", bin + ":" + second);
    prepare();
    assertThat(text()).contains("with Python 3.11.2");
  }

  @Test
  void missingPythonIsOneSentence() {
    assertThatThrownBy(this::prepare)
        .isInstanceOf(Failure.class)
        .hasMessageContainingAll("No Python was found", "3.10 or later", "-Dpython=");
  }

  @Test
  void pythonNamedInVainIsOneSentence() {
    variables.put("PYTHON", "no-such-python");
    assertThatThrownBy(this::prepare)
        .isInstanceOf(Failure.class)
        .hasMessageContainingAll("'no-such-python'", "does not run");
  }

  @ParameterizedTest
  @CsvSource({
    "The virtual environment was not created because ensurepip is not\\navailable., python3-venv",
    "/usr/bin/python3: No module named venv, python3-venv",
    "[Errno 28] No space left on device, The disk is full",
    "something else, could not make a virtual environment (something else)"
  })
  void failingVenvIsOneSentence(String output, String sentence) throws IOException {
    script(
        bin,
        "python3",
        answers("3.12.1") + "*venv*) mkdir \"$3\"; printf '%b' '" + output + "'; exit 1;; esac");
    assertThatThrownBy(this::prepare)
        .isInstanceOf(Failure.class)
        .hasMessageContaining(sentence)
        .message()
        .hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({
    "WARNING: Retrying after connection broken by NewConnectionError, connect to the network",
    "ERROR: Could not install packages: [Errno 28] No space left on device, The disk is full",
    "ERROR: No matching distribution found for pyzmq, pip.log"
  })
  void failingPipIsOneSentence(String output, String sentence) throws IOException {
    python("3.12.1", "echo '" + output + "'; exit 1");
    assertThatThrownBy(this::prepare)
        .isInstanceOf(Failure.class)
        .hasMessageContaining(sentence)
        .hasMessageContaining("run again")
        .message()
        .hasLineCount(1);
  }

  @Test
  void fullDiskOfOurOwnIsTheSameSentence() {
    assertThat(Failure.of(new IOException("No space left on device")))
        .hasMessageContaining("The disk is full");
    assertThat(Failure.of(new IOException("odd"))).hasMessageContaining("odd");
  }

  @Test
  void jupyterOnThePathWithAJavaKernelIsUsed() throws Exception {
    script(bin, "jupyter", "exit 0");
    script(bin, "python3", "echo java; echo");
    JupyterEnvironment found = prepare();
    assertThat(found.command(List.of()).command())
        .containsExactly(bin.resolve("python3").toString());
    assertThat(folder).doesNotExist();
  }

  @Test
  void jupyterThatLacksSomethingIsNotUsed() throws Exception {
    Path other = Files.createDirectories(temp.resolve("other"));
    script(other, "jupyter", "exit 0");
    script(other, "python3", "echo java; echo ' nbconvert'");
    python("3.12.1", GOOD_PIP);
    variables.put("PATH", bin + ":" + other);
    prepare();
    assertThat(text()).contains("lacks nbconvert; using our own");
    assertThat(installs()).isEqualTo(1);
  }

  @Test
  void namedPythonGoesBeforeTheJupyterOnThePath() throws Exception {
    script(bin, "jupyter", "exit 0");
    script(bin, "python3", "echo java; echo");
    Path named = Files.createDirectories(temp.resolve("named"));
    python(named, "3.12.1", GOOD_PIP);
    JupyterEnvironment.prepare(
        folder, named.resolve("python3").toString(), variables, new PrintStream(printed));
    assertThat(installs()).isEqualTo(1);
  }

  @Test
  void kernelsGetOurJavaAndTheReadersOwnOptionsLast() throws Exception {
    python("3.12.1", GOOD_PIP);
    variables.put("JDK_JAVA_OPTIONS", "-Xmx3g");
    variables.put("PYTHONPATH", "/elsewhere");
    Map<String, String> given = prepare().command(List.of()).environment();
    String home = System.getProperty("java.home");
    assertThat(given).containsEntry("JAVA_HOME", home).doesNotContainKey("PYTHONPATH");
    assertThat(given.get("PATH")).startsWith(Path.of(home, "bin").toString());
    assertThat(given.get("JDK_JAVA_OPTIONS")).startsWith("-Xmx2g").endsWith(" -Xmx3g");
    assertThat(given).containsEntry("OMP_WAIT_POLICY", "PASSIVE");
    variables.put("OMP_WAIT_POLICY", "ACTIVE");
    assertThat(prepare().command(List.of()).environment())
        .containsEntry("OMP_WAIT_POLICY", "ACTIVE");
  }

  private JupyterEnvironment prepare() throws Exception {
    return JupyterEnvironment.prepare(
        folder, "", variables, new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private int installs() throws IOException {
    return Files.readAllLines(temp.resolve("installs")).size();
  }

  private void python(String version, String pip) throws IOException {
    python(bin, version, pip);
  }

  /** A Python whose "venv" makes a folder with a Python in it that only knows this "pip". */
  private void python(Path where, String version, String pip) throws IOException {
    script(temp, "python-of-venv", pip);
    script(
        where,
        "python3",
        answers(version)
            + "*venv*) mkdir -p \"$3/bin\"; cp '%s' \"$3/bin/python\";; esac"
                .formatted(temp.resolve("python-of-venv")));
  }

  private static String answers(String version) {
    return "case \"$*\" in *sys.executable*) echo "
        + version
        + "; echo \"$0\";; *jupyter_client*) exit 1;; ";
  }

  private static void script(Path where, String name, String body) throws IOException {
    Path file = where.resolve(name);
    Files.writeString(file, "#!/bin/sh\nPATH=/usr/bin:/bin\n" + body + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
