package dyingrelu.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dyingrelu.activation.Activation;
import dyingrelu.data.DataException;
import dyingrelu.network.Architecture;
import dyingrelu.network.Initializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

class BornDeadFashionTest {
  private static final Architecture TWO_PIXELS =
      new Architecture(2, List.of(4), 2, new Activation.Relu(), Initializer.HE_NORMAL);

  @TempDir private Path folder;

  @Test
  void imagesWithoutPixelsAreLeftOut() throws IOException, InterruptedException {
    for (int kind = 0; kind < 10; kind++) {
      Files.writeString(
          folder.resolve(kind + ".json"), "{\"data\":[[],[0,255]" + ",[9,8]".repeat(5_999) + "]}");
    }
    Table born = BornDeadFashion.of(TWO_PIXELS, folder, new long[] {1, 2});
    assertThat(born.rowCount()).isEqualTo(2);
    assertThat(born.doubleColumn("dead_pct").get(0)).isBetween(0.0, 100.0);
  }

  @Test
  void missingImagesAreAskedFor() {
    assertThatThrownBy(() -> BornDeadFashion.of(TWO_PIXELS, folder, new long[] {1}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("npm install");
  }
}
