package dyingrelu.firstedition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class CurveTest {
  /** Two epochs, two layers, three seeds; the value is 100 seed + 10 layer + epoch. */
  private static Table table() {
    StringColumn activation = StringColumn.create("activation");
    IntColumn seed = IntColumn.create("seed");
    IntColumn epoch = IntColumn.create("epoch");
    IntColumn layer = IntColumn.create("layer");
    DoubleColumn value = DoubleColumn.create("value");
    for (int s : new int[] {3, 1, 2}) {
      for (int e = 2; e >= 1; e--) {
        for (int l = 1; l <= 2; l++) {
          activation.append("relu");
          seed.append(s);
          epoch.append(e);
          layer.append(l);
          value.append(100 * s + 10 * l + e);
        }
      }
    }
    return Table.create("t", activation, seed, epoch, layer, value);
  }

  @Test
  void aLayerHasMedianAndRangeOverSeeds() {
    Curve curve = Curve.ofLayer(table(), "relu", 2, "value");
    assertThat(curve.epochs()).containsExactly(1, 2);
    assertThat(curve.low()).containsExactly(121, 122);
    assertThat(curve.median()).containsExactly(221, 222);
    assertThat(curve.high()).containsExactly(321, 322);
    assertThat(curve.last()).isEqualTo(222);
  }

  @Test
  void theMeanIsTakenOverLayersOfEachNetworkFirst() {
    Curve curve = Curve.ofMean(table(), "relu", "value").times(2);
    assertThat(curve.low()).containsExactly(232, 234);
    assertThat(curve.median()).containsExactly(432, 434);
    assertThat(curve.high()).containsExactly(632, 634);
  }

  @Test
  void aTableWithoutSeedsIsOneNetwork() {
    Table one = table().where(table().intColumn("seed").isEqualTo(1)).rejectColumns("seed");
    assertThat(Curve.ofLayer(one, "relu", 1, "value").high()).containsExactly(111, 112);
  }

  @Test
  void rowsThatAreNotThereAreSaidToBe() {
    assertThatThrownBy(() -> Curve.ofMean(table(), "tanh", "value")).hasMessageContaining("tanh");
    assertThatThrownBy(() -> Curve.ofLayer(table(), "relu", 3, "value"))
        .hasMessageContaining("ask for an activation and a layer it has");
  }
}
