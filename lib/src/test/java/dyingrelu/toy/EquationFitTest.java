package dyingrelu.toy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dyingrelu.activation.Activation;
import dyingrelu.toy.EquationFit.Told;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tech.tablesaw.api.Table;

class EquationFitTest {
  private static final Activation TANH = new Activation.Tanh();
  private static final Activation RELU = new Activation.Relu();

  /** By central differences, what is told and the ends together. */
  @ParameterizedTest
  @EnumSource(Told.class)
  void theGradientIsExact(Told told) {
    EquationFit fit = new EquationFit(TANH, told);
    double[] parameters = EquationFit.draw(1);
    double[] gradient = new double[parameters.length];
    fit.inside(parameters, gradient);
    fit.ends(parameters, gradient);

    for (int i : new int[] {0, 5, EquationFit.UNITS + 1, 2 * EquationFit.UNITS + 3, 72}) {
      double by = 1e-5;
      double[] moved = parameters.clone();
      moved[i] += by;
      double above = loss(fit, moved);
      moved[i] -= 2 * by;
      double difference = (above - loss(fit, moved)) / (2 * by);
      assertThat(gradient[i]).isCloseTo(difference, within(1e-6 * (1 + Math.abs(difference))));
    }
  }

  private static double loss(EquationFit fit, double[] parameters) {
    double[] unused = new double[parameters.length];
    return fit.inside(parameters, unused) + fit.ends(parameters, unused);
  }

  @ParameterizedTest
  @EnumSource(Told.class)
  void tanhFindsTheSineWhateverItIsTold(Told told) {
    EquationFit.Result result = new EquationFit(TANH, told).run(1);

    assertThat(result.error()).isLessThan(0.05);
    assertThat(result.at(0, 1)).isCloseTo(Math.sin(1), within(0.1));
    assertThat(result.at(1, 1)).isCloseTo(Math.cos(1), within(0.1));
  }

  /** The claim of the notebook: u″ is 0, so the misfit does not depend on any parameter. */
  @Test
  void reluDoesNotFeelTheEquationAndFeelsTheRest() {
    for (Told told : Told.values()) {
      double greatest = new EquationFit(RELU, told).run(1).greatestGradient();
      if (told == Told.EQUATION) {
        assertThat(greatest).isZero();
      } else {
        assertThat(greatest).isGreaterThan(0.1);
      }
    }
  }

  /** Under the energy a corner's place is felt at no point: ReLU stays where smooth ones go on. */
  @Test
  void aCornerCostsUnderTheEnergy() {
    assertThat(new EquationFit(RELU, Told.ENERGY).run(1).error()).isBetween(0.1, 0.2);
    assertThat(new EquationFit(new Activation.Elu(1), Told.ENERGY).run(1).error()).isLessThan(0.05);
  }

  @Test
  void theTableHasARowPerFit() {
    Table table = EquationFit.table(List.of(RELU), 3, 4);

    assertThat(table.rowCount()).isEqualTo(8);
    assertThat(table.where(table.stringColumn("told").isEqualTo("the energy")).longColumn("seed"))
        .containsExactly(3L, 4L);
    assertThat(table.doubleColumn("error").get(1))
        .isEqualTo(new EquationFit(RELU, Told.VALUES).run(4).error());
  }
}
