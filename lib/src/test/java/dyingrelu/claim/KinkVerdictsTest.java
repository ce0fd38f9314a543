package dyingrelu.claim;

import static dyingrelu.claim.Measurement.exact;
import static dyingrelu.claim.Measurement.mean;
import static dyingrelu.claim.Samples.differences;
import static dyingrelu.claim.Samples.rows;
import static org.assertj.core.api.Assertions.assertThat;

import dyingrelu.study.Results;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

/** The verdicts of notebooks 01 and 02 that the committed results give, and that they can turn. */
class KinkVerdictsTest {
  private static final Claims CLAIMS = Claims.load();

  private final Table last = rows(Results.of("kink"), "epoch", 3);

  private double[] gap(String cure, double rate, String column) {
    Table corner = rows(last, "task", "corner", "learning_rate", rate);
    return differences(rows(corner, "cure", cure), rows(corner, "cure", "ReLU"), column);
  }

  private Judgement ofSoftplus(String claim, String column, double factor) {
    List<Measurement> measured = new ArrayList<>();
    for (double rate : new double[] {0.001, 0.005}) {
      for (int beta : new int[] {1, 3, 10}) {
        measured.add(mean(gap("softplus " + beta, rate, column)).times(factor));
      }
    }
    return CLAIMS.judge(claim, measured.toArray(Measurement[]::new));
  }

  @Test
  void aSharpCornerPaysUntilItIsSharpEnough() {
    assertThat(ofSoftplus("kink-virtue", "test_accuracy", -100).words())
        .isEqualTo("◐ holds in part: β = 1 at 0.001; β = 3 at 0.001");
    assertThat(ofSoftplus("kink-smooth-helps", "train_loss", 1).words())
        .isEqualTo("✔ holds: β = 3 at 0.005; β = 10 at 0.005");
    assertThat(ofSoftplus("kink-virtue", "test_accuracy", 100).verdicts())
        .as("with the sign turned round")
        .containsOnly(Verdict.REFUTED, Verdict.NOT_DECIDED);
  }

  @Test
  void noNetworkFeelsTheSlopeAtZero() {
    for (String choice : List.of("f′(0) = 0.5", "f′(0) = 1")) {
      for (double rate : new double[] {0.001, 0.005}) {
        for (String column : List.of("test_accuracy", "train_loss", "dead_pct", "gradient_norm")) {
          assertThat(gap(choice, rate, column)).hasSize(10).containsOnly(0);
        }
      }
    }
  }

  @Test
  void whatIsCutOffCanDie() {
    String[] names = {"relu6", "hard_tanh", "hard_sigmoid", "tanh", "sigmoid"};
    Measurement[] units = new Measurement[6];
    float output = (float) Math.tanh(10);
    units[5] = exact(1 - output * output);
    for (int i = 0; i < 5; i++) {
      Table networks = rows(last, "task", "cut off", "cure", names[i]);
      assertThat(networks.rowCount()).isEqualTo(5 * 5);
      units[i] = exact(networks.doubleColumn("dead_pct").sum() * 2.56);
    }
    assertThat(CLAIMS.judge("zoo-only-flat", units).words())
        .isEqualTo("◐ holds in part: ReLU6; hard tanh; hard sigmoid; tanh; sigmoid");
    units[3] = exact(1);
    assertThat(CLAIMS.judge("zoo-only-flat", units).words())
        .isEqualTo("◐ holds in part: ReLU6; hard tanh; hard sigmoid; sigmoid");
  }

  @Test
  void deadAtTheUpperEndIsNotSilent() {
    Table third = rows(last, "task", "cut off", "cure", "hard_sigmoid", "layer", 3);
    assertThat(mean(third, "dead_pct").value())
        .isGreaterThan(3 * mean(third, "silent_on_train_pct").value());
  }
}
