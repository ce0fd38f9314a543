package dyingrelu.notebook;

import dyingrelu.claim.Judgement;
import dyingrelu.claim.Ledger;
import dyingrelu.figure.Animation;
import dyingrelu.figure.Figure;
import dyingrelu.figure.HeatMap;
import dyingrelu.figure.Plot;
import dyingrelu.figure.Touch;
import java.time.Duration;
import java.util.Optional;
import tech.tablesaw.api.Table;

/** What every notebook needs: pictures, tables and progress below its cells. */
public final class Notebook {
  private static Object preparedRenderer;

  private Notebook() {}

  /**
   * Teaches the running kernel to show a {@link Figure}, {@link Plot} and {@link HeatMap} as a
   * picture, an {@link Animation} as a moving one, a {@link Touch} as one that answers, and a
   * {@link Table} and {@link Html} as HTML, as a cell's last expression and through {@code
   * display(x)}.
   *
   * <p>Called twice it does nothing more, and outside a kernel nothing at all. Under an unknown
   * kernel values keep their text form; {@link SetUpCheck} then says so.
   */
  public static synchronized void setUp() {
    Optional<Kernel> running = Kernel.running();
    if (running.isEmpty()) {
      return;
    }
    try {
      Kernel kernel = running.get();
      Object renderer = kernel.renderer();
      if (renderer != preparedRenderer) {
        kernel.show(Figure.class, "image/svg+xml", Figure::svg);
        kernel.show(Plot.class, "image/svg+xml", plot -> plot.figure().svg());
        kernel.show(HeatMap.class, "image/svg+xml", map -> map.figure().svg());
        kernel.show(Animation.class, "text/html", Animation::html);
        kernel.show(Touch.class, "text/html", Touch::html);
        kernel.show(Table.class, "text/html", Tables::html);
        kernel.show(Judgement.class, "text/html", Judgement::html);
        kernel.show(Judgement.Several.class, "text/html", Judgement.Several::html);
        kernel.show(Ledger.class, "text/html", Ledger::html);
        kernel.show(Html.class, "text/html", Html::html);
        preparedRenderer = renderer;
      }
    } catch (ReflectiveOperationException | LinkageError e) {
      // A kernel that has changed its calls: values keep their text form.
    }
  }

  /** Whether the running kernel shows figures and tables. */
  static synchronized boolean isSetUp() {
    return preparedRenderer != null;
  }

  /**
   * A progress display below the running cell; outside a kernel, lines on the standard output, at
   * most one every five seconds.
   */
  public static Progress progress() {
    Optional<Kernel> kernel = Kernel.running();
    return kernel.isPresent() && isSetUp()
        ? new Progress(kernel.get().display(), Duration.ofMillis(250), System::nanoTime)
        : new Progress(
            view -> System.out.println(view.text()), Duration.ofSeconds(5), System::nanoTime);
  }
}
