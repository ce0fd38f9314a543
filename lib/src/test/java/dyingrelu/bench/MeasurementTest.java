package dyingrelu.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the benchmark over peers that only play their part. */
class MeasurementTest {
  @TempDir Path logs;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  @Test
  void secondsOfTwoProcessesAreThoseOfTheSlowerSharedByBoth() throws Exception {
    Outcome outcome =
        measure(
                1,
                new Arrangement(
                    Task.RELU,
                    "peer",
                    "pair",
                    true,
                    false,
                    1,
                    List.of(
                        command("ready Fake 1", "accuracy 0.9", "epoch 2 0"),
                        command("ready Fake 1", "accuracy 0.5", "epoch 3 0"))))
            .get(0);
    assertThat(outcome.failure()).isEmpty();
    assertThat(outcome.versions()).isEqualTo("Fake 1");
    assertThat(outcome.accuracies()).containsExactly(0.9, 0.5);
    assertThat(outcome.seconds()).containsExactly(1.5);
  }

  @Test
  void aPeerThatDiesHasItsReasonAndTheOthersGoOn() throws Exception {
    List<Outcome> outcomes =
        measure(
            2,
            arrangement("dies", true, command("ready Fake 1", "accuracy 0.9 0.9 0.9", "epoch 7 0")),
            arrangement(
                "lives",
                true,
                command("ready Fake 2", "accuracy 0.9 0.9 0.9", "epoch 1 0", "epoch 2 0")));
    assertThat(outcomes.get(0).failure()).contains("ended: OutOfPaper: no answers left");
    assertThat(outcomes.get(0).seconds()).containsExactly(7.0);
    assertThat(outcomes.get(1).failure()).isEmpty();
    assertThat(outcomes.get(1).seconds()).containsExactly(1.0, 2.0);
  }

  @Test
  void aLossThatIsNoNumberIsAFailure() throws Exception {
    Outcome outcome =
        measure(
                1,
                arrangement("blows up", true, command("ready", "accuracy .1 .1 .1", "epoch 1 NaN")))
            .get(0);
    assertThat(outcome.failure()).contains("the loss became NaN");
    assertThat(outcome.seconds()).isEmpty();
  }

  @Test
  void aProgramThatIsNotThereIsAFailure() throws Exception {
    Outcome outcome = measure(1, arrangement("none", true, List.of("no such program"))).get(0);
    assertThat(outcome.failure().orElseThrow()).startsWith("could not be started");
  }

  @Test
  void everyRoundBeginsWithAnotherPeerAndSlowOnesAreTimedTwice() throws Exception {
    String[] answers = {"ready", "accuracy .9 .9 .9 .9 .9", "epoch 1 0", "epoch 1 0", "epoch 1 0"};
    measure(3, arrangement("a", false, command(answers)), arrangement("b", true, command(answers)));
    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .filteredOn(line -> line.endsWith(" s"))
        .containsExactly(
            "  peer, a: 1.000 s",
            "  peer, b: 1.000 s",
            "  peer, b: 1.000 s",
            "  peer, a: 1.000 s",
            "  peer, a: 1.000 s");
  }

  @Test
  void whatIsNotInstalledIsNotStarted() throws Exception {
    Measurement measurement =
        new Measurement(
            arrangement("x", true, command("ready")), Optional.of("not installed: no disk"), out);
    Benchmark.measure(List.of(measurement), 1, System.getenv(), logs, out);
    assertThat(measurement.outcome().failure()).contains("not installed: no disk");
    assertThat(measurement.outcome().versions()).isEmpty();
  }

  private List<Outcome> measure(int rounds, Arrangement... arrangements) throws Exception {
    List<Measurement> all = new ArrayList<>();
    for (Arrangement arrangement : arrangements) {
      all.add(new Measurement(arrangement, Optional.empty(), out));
    }
    Benchmark.measure(all, rounds, System.getenv(), logs, out);
    return all.stream().map(Measurement::outcome).toList();
  }

  private static Arrangement arrangement(String name, boolean slow, List<String> command) {
    return new Arrangement(Task.RELU, "peer", name, true, slow, 1, List.of(command));
  }

  private static List<String> command(String... answers) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                FakePeer.class.getName()));
    command.addAll(List.of(answers));
    return command;
  }
}
