package dyingrelu.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

class HeatMapTest {
  private static List<String> texts(Figure figure) {
    return Drawn.texts(figure).stream().map(Drawn::text).toList();
  }

  @Test
  void ofATableEachCellIsTheMedianOfItsRows() {
    Table table =
        Table.create(
            "phase",
            DoubleColumn.create("learning_rate", 0.1, 0.1, 0.1, 0.01, 0.01),
            IntColumn.create("depth", 2, 2, 2, 2, 10),
            DoubleColumn.create("dead_pct", 10, 20, 90, 5, 70));
    Figure figure = HeatMap.of(table, "learning_rate", "depth", "dead_pct").labels("%.0f").figure();
    assertThat(figure.title()).isEqualTo("Dead units by learning rate and depth");
    assertThat(texts(figure)).contains("learning rate", "depth (layers)", "dead units (%)");
    Drawn low = Drawn.text(figure, "5");
    Drawn high = Drawn.text(figure, "0.1");
    assertThat(Drawn.text(figure, "0.01").x()).isLessThan(high.x());
    // Deep networks are on top; the cell without a row stays empty.
    Drawn deep =
        Drawn.texts(figure).stream()
            .filter(t -> t.text().equals("70") && t.x() < high.x())
            .findFirst()
            .orElseThrow();
    assertThat(deep.y()).isLessThan(low.y());
    assertThat(texts(figure)).contains("20").doesNotContain("90", "NaN");
  }

  @Test
  void aMatrixOfYesAndNoHasALegendAndNoColourBar() {
    HeatMap map =
        new HeatMap("t", "image", "unit")
            .values(new double[][] {{0, 1}, {1, 1}})
            .colourBar("fires");
    assertThat(texts(map.figure())).contains("fires: no", "fires: yes").doesNotContain("0.4");
    assertThat(texts(map.two("silent", "active").figure())).contains("fires: silent");
    assertThat(texts(map.range(0, 1).figure())).contains("0.4").doesNotContain("fires: silent");
    assertThat(texts(map.values(new double[][] {{0, 2}}).figure())).doesNotContain("fires: silent");
  }

  @Test
  void levelsOfContoursKeepClearOfTheNumbersInTheCells() {
    double[][] values = new double[5][6];
    for (int r = 0; r < 5; r++) {
      for (int c = 0; c < 6; c++) {
        values[r][c] = 10 * r + 9 * c;
      }
    }
    Figure figure =
        new HeatMap("t", "x", "y").values(values).labels("%.0f").contours(20.5, 41.5).figure();
    List<Drawn> levels =
        Drawn.texts(figure).stream().filter(t -> t.text().matches("20.5|41.5")).toList();
    assertThat(levels).hasSize(2);
    for (Drawn level : levels) {
      assertThat(Drawn.texts(figure).stream().filter(t -> !levels.contains(t)))
          .noneMatch(other -> other.box().intersects(level.box()));
    }
  }
}
