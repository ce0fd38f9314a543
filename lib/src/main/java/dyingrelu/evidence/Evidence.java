package dyingrelu.evidence;

import dyingrelu.beyond.Attention;
import dyingrelu.beyond.Contrast;
import dyingrelu.beyond.Convolution;
import dyingrelu.beyond.Latents;
import dyingrelu.beyond.Pair;
import dyingrelu.census.CensusTables;
import dyingrelu.census.SyntheticCensus;
import dyingrelu.claim.Ledger;
import dyingrelu.cure.Comparison;
import dyingrelu.machine.Checkout;
import dyingrelu.study.Fates;
import dyingrelu.study.Results;
import dyingrelu.study.Studies;
import dyingrelu.study.Trial;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/** The files of {@code data/results}: each made by a study, which a command runs by its name. */
public final class Evidence {
  private Evidence() {}

  /** One line a file; those of one name are made in this order. */
  static List<Study> studies() {
    long[] ten = LongStream.rangeClosed(1, 10).toArray();
    long[] thirty = LongStream.rangeClosed(1, 30).toArray();
    long[] five = LongStream.rangeClosed(1, 5).toArray();
    return List.of(
        Study.of("mnist", "mnist-study", Studies.mnist(thirty), Trial.COUNTS),
        Study.of("mnist", "mnist-fates", thirty, out -> Fates.of(Results.of("mnist-study"))),
        Study.of("centred", "mnist-study-centred", Studies.centred(ten), Trial.COUNTS),
        Study.of("fate", "unit-fates", Studies.relu(1), UnitFates.QUESTION, Study.naming()),
        Study.of(
            "first-epoch",
            "mnist-first-epoch",
            FirstEpoch.experiments(1, 101, 148),
            FirstEpoch.QUESTION),
        Study.of("dead-cost", "mnist-dead-cost", Studies.relu(ten), DeadCost.QUESTION),
        Study.of("dead-cost-harsh", "cures-dead-cost", Studies.harshRelu(ten), DeadCost.QUESTION),
        Study.of("silence", "silence", Silence.experiments(1, 2, 3), Silence.QUESTION),
        Study.of("capacity", "capacity", ten, out -> Capacity.of(Study.digits(), ten)),
        Study.of("causes", "mnist-causes", Causes.experiments(five), Causes.QUESTION),
        Study.of("phase", "phase-diagram", Studies.phaseDiagram(1, 2, 3), Trial.COUNTS),
        Study.of("cures", "cures", Studies.cures(ten), Trial.COUNTS, Comparison::condensed),
        Study.of("drift", "bias-drift", BiasDrift.experiments(five), BiasDrift.QUESTION),
        Study.of("kink", "kink", Kink.experiments(ten), Trial.COUNTS),
        new Study(
            "cost",
            "activation-cost",
            List.of(1L),
            out -> ActivationCost.of(Study.digits().train(), 8, 31)),
        Study.of("depth", "depth", Depth.experiments(five), Trial.COUNTS, Depth::firstLayers),
        Study.of(
            "deaths",
            "half-silenced",
            HalfSilenced.experiments(five),
            HalfSilenced.QUESTION,
            Study.naming("silenced=cure", "seed")),
        Study.of(
            "deaths",
            "active-share",
            ActiveShare.experiments(five),
            ActiveShare.QUESTION,
            Study.naming("seed")),
        Study.of(
            "deaths",
            "unit-deaths",
            UnitDeaths.experiments(five),
            UnitDeaths.QUESTION,
            Study.naming("rule=cure", "inputs", "seed")),
        Study.of("arrivals", "born-dead-fashion", ten, out -> BornDeadFashion.of(ten)),
        Study.of(
            "arrivals",
            "start-gamma",
            StartGamma.experiments(five),
            StartGamma.QUESTION,
            Study.naming("rule=cure", "inputs", "seed")),
        Study.of("beyond", "beyond-convolution", five, Convolution.COLUMNS, Beyond::convolution),
        Study.of("beyond", "beyond-ring", ten, Pair.COLUMNS, Beyond::ring),
        Study.of("beyond", "beyond-digits", five, Pair.COLUMNS, Beyond::digits),
        Study.of("beyond", "beyond-attention", ten, Attention.COLUMNS, Beyond::attention),
        Study.of("beyond", "beyond-contrast", five, Contrast.COLUMNS, Beyond::contrast),
        Study.of("beyond", "beyond-latents", ten, Latents.COLUMNS, Beyond::latents),
        new Study(
            "census",
            "census",
            List.of(42L),
            out ->
                CensusTables.ofSeed(
                    SyntheticCensus.published(), 42, SyntheticCensus.Recovery.ASSUMED)),
        new Study(
            "claims",
            "measurements",
            List.of(),
            out -> Ledger.measurements(Checkout.root().resolve("notebooks"))));
  }

  /** The names that {@link #run} knows. */
  public static List<String> names() {
    return studies().stream().map(Study::name).distinct().toList();
  }

  /**
   * Makes all files of a name. Stopped, it goes on when it is called again: what is finished waits
   * in {@code target}.
   *
   * @param name one of {@link #names}
   * @param out told a line now and then, with the time left
   * @throws IllegalArgumentException if there is no such study
   * @throws dyingrelu.data.DataException if there is no MNIST, or the waiting file is of another
   *     version
   * @throws IllegalStateException if an experiment failed
   * @throws InterruptedException if the thread is interrupted
   */
  public static void run(String name, Consumer<String> out)
      throws IOException, InterruptedException {
    List<Study> asked = studies().stream().filter(study -> study.name().equals(name)).toList();
    if (asked.isEmpty()) {
      throw new IllegalArgumentException(
          "There is no study '%s': ask for one of %s.".formatted(name, String.join(", ", names())));
    }
    for (Study study : asked) {
      study.write(out);
    }
    if (name.equals("mnist")) {
      Studies.threeCounts(Results.of("mnist-study"))
          .figure()
          .save(Checkout.results("mnist-study.svg"));
    }
  }
}
