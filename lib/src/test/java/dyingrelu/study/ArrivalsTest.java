package dyingrelu.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dyingrelu.activation.Activation;
import dyingrelu.data.DataException;
import dyingrelu.network.Architecture;
import dyingrelu.network.Initializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

class ArrivalsTest {
  private static final Architecture TWO_PIXELS =
      new Architecture(2, List.of(4), 2, new Activation.Relu(), Initializer.HE_NORMAL);

  @TempDir private Path folder;

  @Test
  void theShareOfPairsToldRight() {
    BitSet dead = new BitSet();
    dead.set(0);
    dead.set(3);
    assertThat(Arrivals.greater(new double[] {5, 1, 2, 4}, dead)).isEqualTo(1);
    assertThat(Arrivals.greater(new double[] {1, 5, 2, 1.5}, dead)).isZero();
    assertThat(Arrivals.greater(new double[] {3, 3, 3, 3}, dead)).isEqualTo(0.5);
  }

  @Test
  void imagesWithoutPixelsAreLeftOut() throws IOException, InterruptedException {
    for (int kind = 0; kind < 10; kind++) {
      Files.writeString(
          folder.resolve(kind + ".json"), "{\"data\":[[],[0,255]" + ",[9,8]".repeat(5_999) + "]}");
    }
    Table born = Arrivals.fashion(TWO_PIXELS, folder, new long[] {1, 2});
    assertThat(born.rowCount()).isEqualTo(2);
    assertThat(born.doubleColumn("dead_pct").get(0)).isBetween(0.0, 100.0);
  }

  @Test
  void missingImagesAreAskedFor() {
    assertThatThrownBy(() -> Arrivals.fashion(TWO_PIXELS, folder, new long[] {1}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("npm install");
  }
}
