package dyingrelu.workbook;

import static org.assertj.core.api.Assertions.assertThat;

import dyingrelu.evidence.Evidence;
import dyingrelu.machine.OpenBlas;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every word of the command line reaches its program, with what it needs. */
class WorkbookTest {
  @TempDir Path checkout;
  private final Map<String, String> variables = new HashMap<>(Map.of("PATH", "/usr/bin"));
  private final List<ProcessBuilder> started = new ArrayList<>();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void studyRunsInAProcessWithTheEnvironmentThatTheKernelsNeed() {
    assertThat(workbook("study", "cures")).isEqualTo(7);
    assertThat(program().command())
        .startsWith(Path.of(System.getProperty("java.home"), "bin", "java").toString())
        .endsWith("dyingrelu.workbook.Workbook", "study", "--forked", "cures");
    assertThat(classPath()).startsWith(checkout.resolve("lib/target/jars") + File.separator + "*");
    assertThat(program().directory()).isEqualTo(checkout.toFile());
    assertThat(program().environment()).containsEntry("OMP_WAIT_POLICY", "PASSIVE");
    OpenBlas.coreType()
        .ifPresent(
            type -> assertThat(program().environment()).containsEntry(OpenBlas.VARIABLE, type));
  }

  @Test
  void whatTheReaderHasSetStays() {
    variables.putAll(Map.of("OMP_WAIT_POLICY", "ACTIVE", OpenBlas.VARIABLE, "Zen"));
    workbook("study", "cures");
    assertThat(program().environment())
        .containsEntry("OMP_WAIT_POLICY", "ACTIVE")
        .containsEntry(OpenBlas.VARIABLE, "Zen");
  }

  @Test
  void theProcessOfAStudyRunsThere() throws Exception {
    Path answer = checkout.resolve("answer");
    workbook("study", "cures");
    ProcessBuilder program = program();
    List<String> command = program.command();
    int main = command.indexOf("dyingrelu.workbook.Workbook");
    command.subList(main, command.size()).clear();
    command.set(main - 1, System.getProperty("java.class.path"));
    command.addAll(List.of(Answer.class.getName(), answer.toString()));
    assertThat(Children.run(program)).isZero();
    assertThat(answer).hasContent("PASSIVE " + OpenBlas.coreType().orElse("null"));
  }

  /** Tells what a study would see. */
  static final class Answer {
    public static void main(String[] arguments) throws IOException {
      Files.writeString(
          Path.of(arguments[0]),
          System.getenv("OMP_WAIT_POLICY") + " " + System.getenv(OpenBlas.VARIABLE));
    }
  }

  @Test
  void benchRunsInAProcessWithTheEnvironmentThatTheKernelsNeed() {
    assertThat(workbook("bench", "--rounds=3", "--peers=ours,PyTorch")).isEqualTo(7);
    assertThat(program().command())
        .endsWith("dyingrelu.bench.Benchmark", "--python=", "--rounds=3", "--peers=ours,PyTorch");
    assertThat(classPath()).contains("test-classes", "bench" + File.separator + "*");
    assertThat(program().environment()).containsEntry("OMP_WAIT_POLICY", "PASSIVE");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-in is a shell script")
  void runHandsTheNotebooksToPython() throws IOException {
    assertThat(workbook("--python=" + python(), "run", "--only=04,05", "--save=true")).isEqualTo(7);
    Path tool = checkout.resolve("target/book-tool");
    assertThat(program().command())
        .containsExactly(
            python(),
            tool.resolve("book.py").toString(),
            checkout.resolve("target/book").toString(),
            "--only=04,05",
            "--save=true");
    assertThat(program().directory()).isEqualTo(checkout.resolve("notebooks").toFile());
    for (String name : List.of("book.py", "pages.py", "troubleshooting.md", "tex-svg-full.js")) {
      assertThat(tool.resolve(name)).isNotEmptyFile();
    }
    assertThat(program().environment()).containsEntry("OMP_WAIT_POLICY", "PASSIVE");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-in is a shell script")
  void slidesHandsTheNotebooksToPython() throws IOException {
    assertThat(workbook("--python=" + python(), "slides")).isEqualTo(7);
    Path tool = checkout.resolve("target/slides-tool");
    assertThat(program().command())
        .containsExactly(
            python(),
            tool.resolve("slides.py").toString(),
            checkout.resolve("target/slides").toString());
    assertThat(program().directory()).isEqualTo(checkout.resolve("notebooks").toFile());
    for (String file : List.of("slides.py", "deck.html.j2", "decks.html.j2", "tex-svg-full.js")) {
      assertThat(tool.resolve(file)).isNotEmptyFile();
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-in is a shell script")
  void labOpensJupyterLabInTheNotebooks() throws IOException {
    assertThat(workbook("--python=" + python(), "lab", "--args=--port=9999 --no-browser"))
        .isEqualTo(7);
    assertThat(program().command())
        .startsWith(python(), "-m", "jupyterlab")
        .endsWith("--LabApp.default_url=/lab/tree/notebooks", "--port=9999", "--no-browser");
    assertThat(program().directory()).isEqualTo(checkout.toFile());
  }

  @Test
  void unknownWordsAreAnsweredWithTheKnownOnes() {
    assertThat(workbook("evidence")).isEqualTo(2);
    assertThat(text())
        .startsWith("ERROR: ")
        .containsSubsequence("evidence", "the commands are")
        .contains("run", "slides", "lab", "study", "bench")
        .hasLineCount(1);
    assertThat(started).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "evidence"})
  void unknownStudiesAreAnsweredWithTheKnownOnes(String name) {
    assertThat(workbook("study", "--forked", name)).isEqualTo(1);
    assertThat(text())
        .startsWith("ERROR: There is no study '" + name + "': ")
        .contains(Evidence.names())
        .hasLineCount(1);
  }

  @Test
  void aFileThatCannotBeWrittenIsOneSentence() throws IOException {
    Files.writeString(checkout.resolve("target"), "in the way");
    assertThat(workbook("--python=" + python(), "run")).isEqualTo(1);
    assertThat(text().lines().filter(line -> line.startsWith("ERROR: "))).hasSize(1);
  }

  private int workbook(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--checkout=" + checkout));
    all.addAll(List.of(arguments));
    return Workbook.execute(
        variables,
        program -> {
          started.add(program);
          return 7;
        },
        new PrintStream(printed, true, StandardCharsets.UTF_8),
        all.toArray(String[]::new));
  }

  private ProcessBuilder program() {
    assertThat(started).hasSize(1);
    return started.get(0);
  }

  private String classPath() {
    return program().command().get(program().command().indexOf("-cp") + 1);
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8).strip();
  }

  /** A stand-in for a Python with Jupyter. */
  private String python() throws IOException {
    Path file = checkout.resolve("python");
    Files.writeString(file, "#!/bin/sh\nprintf '3.12.1\\t%s\\tTrue\\n' \"$0\"\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file.toString();
  }
}
