package dyingrelu.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class NotebookTest {
  @Test
  void outsideAKernelSetUpDoesNothing() {
    assertThatCode(Notebook::setUp).doesNotThrowAnyException();
    assertThat(Notebook.isSetUp()).isFalse();
    assertThat(Kernel.running()).isEmpty();
  }

  @Test
  void outsideAKernelProgressIsPrinted() {
    PrintStream before = System.out;
    var bytes = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
      Notebook.progress().update("relu", 1, 1, "epoch 1 of 1");
    } finally {
      System.setOut(before);
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8).strip())
        .isEqualTo("relu: 100 %, epoch 1 of 1, done");
  }

  @Test
  void tablesHaveACaptionAndNumbersToTheRight() {
    Table table =
        Table.create(
            "Census <1>",
            StringColumn.create("activation", "relu", "a & b"),
            DoubleColumn.create("dead", 43.359375, 0.1 + 0.2),
            IntColumn.create("n", 60_000, 1));

    assertThat(Tables.html(table))
        .contains(">Census &lt;1&gt;</caption>")
        .contains("<td style=\"text-align:left\">a &amp; b</td>")
        .contains("<td style=\"text-align:right\">43.36</td>")
        .contains("<td style=\"text-align:right\">0.3</td>")
        .contains("<td style=\"text-align:right\">60000</td>");
  }

  @Test
  void longTablesEndWithACount() {
    double[] values = IntStream.range(0, 100).asDoubleStream().toArray();
    String html = Tables.html(Table.create("t", DoubleColumn.create("v", values)));

    assertThat(html).contains(">29</td>").doesNotContain(">30</td>");
    assertThat(html).endsWith("<p>… and 70 more rows; 100 in all.</p>");
  }

  @Test
  void missingValuesAndFormatsOfTheirOwnAreKept() {
    DoubleColumn percent = DoubleColumn.create("p", 0.5, Double.NaN);
    percent.setPrintFormatter(java.text.NumberFormat.getPercentInstance(Locale.ROOT), "missing");

    assertThat(Tables.html(Table.create("t", percent))).contains(">50%<", ">missing<");
  }

  @Test
  void numbersHaveFourSignificantDigits() {
    assertThat(
            Stream.of(0.0, 0.04512345, -97.256, 1234.56, 60000.0, 9.0949e-13, 1.0 / 3)
                .map(Tables::number))
        .containsExactly("0", "0.04512", "-97.26", "1235", "60000", "9.095E-13", "0.3333");
  }

  @Test
  void theSetUpCheckTellsWhatIsThereAndWhatToDo() {
    List<SetUpCheck.Result> results = SetUpCheck.results();

    assertThat(results)
        .extracting(SetUpCheck.Result::what)
        .containsExactly(
            "kernel", "Java", "library", "array arithmetic (ND4J)", "MNIST", "fonts", "memory");
    assertThat(results)
        .filteredOn(r -> !r.ok())
        .allSatisfy(r -> assertThat(r.remedy()).isNotBlank());
    assertThat(results.get(0).ok()).as("a kernel in a plain test").isFalse();
    assertThat(results.subList(2, 4)).allMatch(SetUpCheck.Result::ok);
    assertThat(results.get(5).ok()).as("fonts").isTrue();
  }

  @Test
  void theSetUpCheckShowsRemediesForWhatFailsOnly() {
    Html shown =
        SetUpCheck.show(
            List.of(
                new SetUpCheck.Result("a", true, "found <a>", "do this"),
                new SetUpCheck.Result("b", false, "nothing", "do that")));

    assertThat(shown).hasToString("✔ a: found <a>\n✘ b: nothing. do that");
    assertThat(shown.html()).contains("found &lt;a&gt;", "do that").doesNotContain("do this");
  }

  @Test
  void theSetUpCheckHoldsNoPathOfThisMachine() {
    assertThat(SetUpCheck.run().html())
        .doesNotContain(System.getProperty("user.home"), System.getProperty("user.dir"));
  }
}
