package dyingrelu.census;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dyingrelu.census.SyntheticCensus.Gap;
import dyingrelu.census.SyntheticCensus.Recovery;
import dyingrelu.census.SyntheticCensus.Result;
import dyingrelu.census.SyntheticCensus.Unit;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyntheticCensusTest {
  private static final SyntheticCensus PUBLISHED = SyntheticCensus.published();
  private static final SyntheticCensus.Draw SEED_42 = PUBLISHED.draw(42);

  /** A census small enough for many tries. */
  private static final SyntheticCensus SMALL = growing(3, 6, 4, 50, 1.5);

  @ParameterizedTest
  @CsvSource({
    "0.001, 0",
    "0.001, 0.01",
    "0.01, 0",
    "0.01, 0.01",
    "0.1, 0",
    "0.1, 0.01",
    "1, 0",
    "1, 0.01"
  })
  void greatestOutputsAreThoseOfPython(double rate, double slope) throws IOException {
    Result ours = SEED_42.count(rate, slope);
    int compared = 0;
    for (String line : golden()) {
      String[] fields = line.split(",");
      if (Double.parseDouble(fields[0]) == rate && Double.parseDouble(fields[1]) == slope) {
        int layer = Integer.parseInt(fields[2]);
        int unit = Integer.parseInt(fields[3]);
        double expected = Double.parseDouble(fields[4]);
        Unit seen = ours.layers().get(layer - 1).get(unit - 1);
        double greatest = SyntheticCensus.activated(seen.greatestPreActivation(), slope);
        assertThat(greatest).as(line).isCloseTo(expected, within(1e-13));
        assertThat(seen.silent()).as(line).isEqualTo(expected <= 0);
        compared++;
      }
    }
    assertThat(compared).isEqualTo(100);
  }

  /** The lines of the golden file below its header. */
  private static List<String> golden() throws IOException {
    try (InputStream in = SyntheticCensusTest.class.getResourceAsStream("census-golden.csv")) {
      return new String(in.readAllBytes(), UTF_8).lines().skip(1).toList();
    }
  }

  @Test
  void describesAUnitThatCanBeFollowedByHand() {
    // One layer, one input: the drawn weight w, bias −|g| × rate × factor and inputs x by hand.
    PythonRandom random = new PythonRandom(5);
    double w = random.gauss(0, Math.sqrt(2));
    double bias = -Math.abs(random.gauss(0, 1)) * 0.1 * 2;
    double z1 = bias + w * random.gauss(0, 1);
    double z2 = bias + w * random.gauss(0, 1);
    Unit unit = growing(1, 1, 1, 2, 2).draw(5).count(0.1, 0.5).layers().get(0).get(0);
    double top = Math.max(z1, z2);
    assertThat(unit.greatestPreActivation()).isCloseTo(top, within(1e-15));
    assertThat(unit.silent()).isEqualTo(top <= 0);
    assertThat(unit.meanPreActivation()).isCloseTo((z1 + z2) / 2, within(1e-15));
    assertThat(unit.spread()).isCloseTo(Math.abs(z1 - z2) / 2, within(1e-15));
    assertThat(unit.firing()).isEqualTo(((z1 > 0 ? 1 : 0) + (z2 > 0 ? 1 : 0)) / 2.0);
  }

  private static SyntheticCensus growing(
      int layers, int units, int inputs, int samples, double factor) {
    List<Double> pushes = IntStream.rangeClosed(1, layers).mapToObj(l -> (double) l).toList();
    return new SyntheticCensus(units, inputs, samples, factor, pushes);
  }

  @Test
  void anEqualPushTakesThePlaceOfTheLayersNumber() {
    SyntheticCensus one = growing(1, 6, 4, 50, 1.5);
    assertThat(one.withEqualPush(1).draw(1).count(1, 0)).isEqualTo(one.draw(1).count(1, 0));

    // Layer 1 is pushed by 2 where growing drift pushes it by 1, layer 2 by 2 as it is anyway.
    Result growing = SMALL.draw(1).count(1, 0);
    SyntheticCensus.Draw equal = SMALL.withEqualPush(2).draw(1);
    assertThat(equal.count(0.5, 0).layers().get(0)).isEqualTo(growing.layers().get(0));
    assertThat(equal.count(0, 0)).isEqualTo(SMALL.draw(1).count(0, 0));
    assertThat(equal.count(0.5, 0).layers().get(1)).isNotEqualTo(growing.layers().get(1));
  }

  @Property(tries = 100)
  void leakyAsPrintedIsSilentWhereReluIsInTheFirstLayer(
      @ForAll int seed, @ForAll @DoubleRange(max = 2) double rate) {
    SyntheticCensus.Draw draw = SMALL.draw(seed);
    assertThat(draw.count(rate, 0.01).silentPercent(1))
        .isEqualTo(draw.count(rate, 0).silentPercent(1));
  }

  @Property(tries = 100)
  void noSlopeMeansDeadAndAnySlopeMeansNeverDead(
      @ForAll int seed, @ForAll @DoubleRange(min = 0.01, max = 1) double slope) {
    SyntheticCensus.Draw draw = SMALL.draw(seed);
    Result relu = draw.count(1, 0);
    Result leaky = draw.count(1, slope);
    for (int layer = 1; layer <= 3; layer++) {
      assertThat(relu.deadPercent(layer)).isEqualTo(relu.silentPercent(layer));
      assertThat(leaky.deadPercent(layer)).isZero();
    }
  }

  @Property(tries = 100)
  void aStrongerDriftNeverWakesTheFirstLayer(
      @ForAll int seed,
      @ForAll @DoubleRange(max = 2) double rate,
      @ForAll @DoubleRange(max = 2) double more) {
    SyntheticCensus.Draw draw = SMALL.draw(seed);
    assertThat(draw.count(rate + more, 0).silentPercent(1))
        .isGreaterThanOrEqualTo(draw.count(rate, 0).silentPercent(1));
  }

  @Property(tries = 50)
  void theNearestGapNeverClosesInTheFirstLayer(
      @ForAll int seed, @ForAll @IntRange(max = 12) int rounds) {
    SyntheticCensus.Draw draw = SMALL.draw(seed);
    assertThat(draw.countRounds(1, 0.01, new Recovery(rounds, 0.9, Gap.NEAREST)))
        .hasSize(rounds + 1)
        .extracting(result -> result.silentPercent(1))
        .containsOnly(draw.count(1, 0.01).silentPercent(1));
  }

  @Test
  void oneRoundOfTheWholeMeanGapCentresASilentUnit() {
    SyntheticCensus one = growing(1, 30, 4, 50, 1.5);
    Result before = one.draw(3).count(3, 0.01);
    Result after = one.draw(3).countRounds(3, 0.01, new Recovery(1, 1, Gap.MEAN)).get(1);
    assertThat(before.silentPercent(1)).isGreaterThan(0);
    assertThat(after.silentPercent(1)).isZero();
    for (int unit = 0; unit < 30; unit++) {
      Unit was = before.layers().get(0).get(unit);
      double expected = was.silent() ? 0 : was.meanPreActivation();
      assertThat(after.layers().get(0).get(unit).meanPreActivation())
          .isCloseTo(expected, within(1e-12));
    }
  }

  @Test
  void recoveryDoesNotReachReluNorActInNoRounds() {
    assertThat(SEED_42.countRounds(1, 0, Recovery.ASSUMED)).containsExactly(SEED_42.count(1, 0));
    assertThat(SEED_42.countRounds(1, 0.01, new Recovery(0, 1, Gap.MEAN)))
        .containsExactly(SEED_42.count(1, 0.01));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 20, 20, 1000, 1.5, 'Census setting layers is 0; give 1 or more.'",
    "5, 0, 20, 1000, 1.5, 'Census setting units is 0; give 1 or more.'",
    "5, 20, -1, 1000, 1.5, 'Census setting inputs is -1; give 1 or more.'",
    "5, 20, 20, 0, 1.5, 'Census setting samples is 0; give 1 or more.'",
    "5, 20, 20, 1000, -1, 'Census setting driftFactor is -1.0; give a finite number, 0 or more.'",
    "5, 20, 20, 1000, NaN, 'Census setting driftFactor is NaN; give a finite number, 0 or more.'",
  })
  void refusesABadSetUpInOneSentence(
      int layers, int units, int inputs, int samples, double factor, String sentence) {
    assertThatThrownBy(
            () ->
                new SyntheticCensus(
                    units, inputs, samples, factor, Collections.nCopies(layers, 1.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(sentence);
  }

  @Test
  void refusesABadCountInOneSentence() {
    assertThatThrownBy(() -> PUBLISHED.withEqualPush(-1))
        .hasMessage("Census setting push is -1.0; give a finite number, 0 or more.");
    assertThatThrownBy(() -> SEED_42.count(-0.1, 0))
        .hasMessage("Census setting learningRate is -0.1; give a finite number, 0 or more.");
    assertThatThrownBy(() -> SEED_42.count(0.1, 2))
        .hasMessage("Census setting slope is 2.0; give a number from 0 to 1.");
    assertThatThrownBy(() -> new Recovery(-1, 0.5, Gap.MEAN))
        .hasMessage("Census setting rounds is -1; give 0 or more.");
    assertThatThrownBy(() -> new Recovery(1, 1.5, Gap.MEAN))
        .hasMessage("Census setting fraction is 1.5; give a number from 0 to 1.");
  }
}
