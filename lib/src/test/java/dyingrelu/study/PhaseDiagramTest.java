package dyingrelu.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dyingrelu.data.DataException;
import dyingrelu.machine.Provenance;
import dyingrelu.network.Initializer;
import dyingrelu.study.PhaseDiagram.Cell;
import dyingrelu.study.PhaseDiagram.Row;
import dyingrelu.study.PhaseDiagram.Rule;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhaseDiagramTest {
  private static final PhaseDiagram.Listener SILENCE = (done, total, row) -> {};
  private static final Cell ADAM = cell(Rule.ADAM, 0.01, 1);
  private static final Cell DIVERGING = cell(Rule.SGD, 1e30, 1);

  /** Not in the order of the file. */
  private static final List<Cell> CELLS =
      List.of(DIVERGING, cell(Rule.ADAM, 0.01, 2), ADAM, cell(Rule.SGD, 0.1, 1));

  @TempDir private Path folder;
  private Path file;

  private static Cell cell(Rule rule, double rate, long seed) {
    return new Cell(rule, rate, 2, 16, Initializer.HE_NORMAL, 2, seed);
  }

  @BeforeEach
  void nameAFile() {
    file = folder.resolve("with space").resolve("sweep.csv");
  }

  private void write(List<Row> rows) throws IOException {
    Map<Cell, List<String>> lines = new TreeMap<>();
    rows.forEach(row -> lines.put(row.cell(), List.of(row.line())));
    PhaseDiagram.SWEEP.write(file, lines);
  }

  private List<Row> read() throws IOException {
    return PhaseDiagram.SWEEP.read(file).values().stream()
        .map(lines -> Row.of(lines.get(0)))
        .toList();
  }

  @Test
  void theSweepIsTheAnnouncedOne() {
    List<Cell> cells = PhaseDiagram.cells();
    assertThat(cells).hasSize(2 * 6 * 3 * 2 * 3).doesNotHaveDuplicates();
    assertThat(cells.stream().filter(c -> c.rule() == Rule.ADAM).map(Cell::learningRate).distinct())
        .containsExactly(1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2);
    assertThat(cells.stream().map(Cell::depth).distinct()).containsExactly(2, 5, 10);
    assertThat(cells.stream().map(Cell::seed).distinct()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void aCellIsAFunction() throws Exception {
    Row row = ADAM.run(MnistStudyTest.NOISE);
    assertThat(ADAM.run(MnistStudyTest.NOISE)).isEqualTo(row);
    assertThat(row.cell()).isEqualTo(ADAM);
    assertThat(row.diverged()).isFalse();
    assertThat(row.dead()).isBetween(0.0, 100.0);
    assertThat(row.accuracy()).isBetween(0.0, 1.0);
    assertThat(cell(Rule.ADAM, 0.01, 2).run(MnistStudyTest.NOISE).loss()).isNotEqualTo(row.loss());
  }

  @Test
  void aCellAndItsRowTravel() throws Exception {
    Cell cell = travelled(ADAM);
    assertThat(cell).isEqualTo(ADAM);
    Row row = cell.run(MnistStudyTest.NOISE);
    assertThat(row).isEqualTo(ADAM.run(MnistStudyTest.NOISE));
    assertThat(travelled(row)).isEqualTo(row);
  }

  @SuppressWarnings("unchecked")
  private static <T> T travelled(T object) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    }
  }

  @Test
  void aDivergedCellIsARow() throws Exception {
    Row row = DIVERGING.run(MnistStudyTest.NOISE);
    assertThat(row.diverged()).isTrue();
    assertThat(new double[] {row.dead(), row.deadDeepest(), row.loss(), row.accuracy()})
        .containsOnly(Double.NaN);
    write(List.of(row));
    assertThat(read()).containsExactly(row);
    assertThat(Files.readString(file)).endsWith(",1,true,,,,,\n");
  }

  @Test
  void theFileIsSortedAndReadsBackTheSame() throws Exception {
    List<Row> rows = PhaseDiagram.run(CELLS, MnistStudyTest.NOISE, file, SILENCE);
    assertThat(rows).extracting(Row::cell).isSorted().containsExactlyInAnyOrderElementsOf(CELLS);
    assertThat(read()).isEqualTo(rows);
    for (Row row : rows) {
      assertThat(row.cell().run(MnistStudyTest.NOISE)).isEqualTo(row);
    }
  }

  @Test
  void aStoppedSweepKeepsItsCellsAndRunsOnlyTheMissingOnes() throws Exception {
    Thread caller = Thread.currentThread();
    assertThatThrownBy(
            () ->
                PhaseDiagram.run(
                    CELLS,
                    MnistStudyTest.NOISE,
                    file,
                    (done, total, row) -> {
                      if (done == 2) {
                        caller.interrupt();
                      }
                    }))
        .isInstanceOf(InterruptedException.class);
    List<Row> kept = read();
    assertThat(kept).hasSize(2);
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("sweep-worker")) {
        thread.join(10_000); // Its pool has ended, the thread itself perhaps not quite.
        assertThat(thread.isAlive()).isFalse();
      }
    }

    List<Cell> ran = new ArrayList<>();
    List<String> steps = new ArrayList<>();
    List<Row> rows =
        PhaseDiagram.run(
            CELLS,
            MnistStudyTest.NOISE,
            file,
            (done, total, row) -> {
              steps.add(done + " of " + total);
              if (row != null) {
                ran.add(row.cell());
              }
            });
    assertThat(steps).containsExactly("2 of 4", "3 of 4", "4 of 4");
    assertThat(ran).doesNotContainAnyElementsOf(kept.stream().map(Row::cell).toList());
    assertThat(rows)
        .containsAll(kept)
        .isEqualTo(
            PhaseDiagram.run(CELLS, MnistStudyTest.NOISE, folder.resolve("straight.csv"), SILENCE));
  }

  @Test
  void aHalfWrittenLastLineIsRunAgain() throws Exception {
    List<Row> rows = PhaseDiagram.run(CELLS, MnistStudyTest.NOISE, file, SILENCE);
    String whole = Files.readString(file);
    int lastLine = whole.lastIndexOf('\n', whole.length() - 2) + 1;
    for (int end : new int[] {whole.length() - 1, lastLine + 5, lastLine}) {
      Files.writeString(file, whole.substring(0, end));
      assertThat(read()).isEqualTo(rows.subList(0, rows.size() - 1));
    }
    Files.writeString(file, "optim");
    assertThat(read()).isEmpty();

    PhaseDiagram.run(CELLS, MnistStudyTest.NOISE, file, SILENCE);
    assertThat(Files.readString(file)).isEqualTo(whole);
  }

  @Test
  void anotherFileIsRefused() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "a,b\n1,2\n");
    assertThatThrownBy(() -> read())
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("Line 1 of ")
        .hasMessageEndingWith(" is not from this sweep: delete the file and run again.");
    write(List.of());
    Files.writeString(file, Files.readString(file) + "adam,fast\n");
    assertThatThrownBy(() -> read()).hasMessageStartingWith("Line 2 of ");
  }

  @Test
  void aFailingCellIsNamedAndTheOthersKept() throws Exception {
    Row kept = PhaseDiagram.run(List.of(ADAM), MnistStudyTest.NOISE, file, SILENCE).get(0);
    List<Cell> cells = List.of(ADAM, cell(Rule.ADAM, 0.01, 2));
    assertThatThrownBy(() -> PhaseDiagram.run(cells, null, file, SILENCE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "The sweep stopped: adam 0.01, 2 layers, he_normal, seed 2 failed (java.lang.NullP")
        .hasMessageEndingWith("The finished cells are kept in sweep.csv.");
    assertThat(read()).containsExactly(kept);
  }

  @Test
  void badCellsAreRefused() {
    assertThatThrownBy(() -> new Cell(Rule.SGD, 0.1, 0, 16, Initializer.HE_NORMAL, 1, 1))
        .hasMessageContaining("0 layers of 16 units and 1 epochs");
    assertThatThrownBy(() -> cell(Rule.ADAM, 0, 1)).hasMessageContaining("learning rate 0.0");
  }

  @Test
  void provenanceSaysWithWhatAndNotWhere() throws IOException {
    Path beside = Provenance.of("mvn -Pphase", List.of(1L, 2L)).write(file);
    assertThat(beside).hasFileName("sweep.provenance.txt").hasParent(file.getParent());
    assertThat(Files.readString(beside))
        .startsWith("command: mvn -Pphase\nseeds: 1, 2\ndate: 20")
        .containsPattern("\nworkbook: \\d+\\.\\d+")
        .containsPattern("\nND4J: \\d+\\.\\d+")
        .containsPattern("\nOpenBLAS: \\d+\\.\\d+")
        .contains("\nJDK: ", "\nprocessor: ")
        .doesNotContain("null", System.getProperty("user.home"));
  }
}
