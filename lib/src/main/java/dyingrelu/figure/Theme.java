package dyingrelu.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Fonts, strokes and colours of every figure, and text drawn as outlines. */
final class Theme {
  static final int WIDTH = 720;
  static final int HEIGHT = 430;

  /** Height of the band that holds a picture's title. */
  static final int TITLE_BAND = 34;

  static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 18);
  static final Font AXIS = new Font(Font.SANS_SERIF, Font.PLAIN, 16);
  static final Font TICK = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
  static final Font LEGEND = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
  static final Font CONTOUR = new Font(Font.SANS_SERIF, Font.BOLD, 12);
  static final Font NOTE = new Font(Font.SANS_SERIF, Font.ITALIC, 13);

  static final Color INK = new Color(0x222222);
  static final Color FRAME = new Color(0x888888);
  static final Color TICK_MARK = new Color(0xAAAAAA);
  static final Color GRID = new Color(0xE2E2E2);

  static final float LINE_WIDTH = 2.5f;
  static final BasicStroke SOLID =
      new BasicStroke(LINE_WIDTH, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  static final BasicStroke DASHED =
      new BasicStroke(
          LINE_WIDTH, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {8, 5}, 0);

  private static final char MINUS = '\u2212';
  private static final FontRenderContext EXACT = new FontRenderContext(null, true, true);

  private Theme() {}

  /** Gives an XChart chart the workbook's look. */
  static void apply(AxesChartStyler styler, Legend legend) {
    styler.setLocale(Locale.ROOT);
    styler.setAntiAlias(true);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setChartFontColor(INK);
    styler.setChartPadding(12);
    styler.setChartTitleVisible(false);
    styler.setAxisTitleFont(AXIS);
    styler.setAxisTitlePadding(12);
    styler.setYAxisLabelAlignment(TextAlignment.Right);
    styler.setYAxisTickLabelsFormattingFunction(Theme::number);
    styler.setAxisTickLabelsFont(TICK);
    styler.setAxisTickLabelsColor(INK);
    styler.setAxisTickMarksColor(TICK_MARK);
    styler.setAxisTickMarkLength(5);
    styler.setAxisTickMarksStroke(new BasicStroke(0.7f));
    styler.setPlotBorderVisible(true);
    styler.setPlotBorderColor(FRAME);
    styler.setPlotGridLinesColor(GRID);
    styler.setPlotGridLinesStroke(new BasicStroke(1));
    styler.setPlotMargin(0);
    styler.setPlotContentSize(0.94);
    styler.setMarkerSize(9);
    styler.setErrorBarsColor(INK);
    styler.setLegendFont(LEGEND);
    styler.setLegendBackgroundColor(Color.WHITE);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setLegendPadding(legend == Legend.BELOW ? 14 : 9);
    styler.setLegendSeriesLineLength(34);
    styler.setLegendVisible(legend != Legend.NONE);
    styler.setLegendLayout(
        legend == Legend.BELOW ? LegendLayout.Horizontal : LegendLayout.Vertical);
    styler.setLegendPosition(
        switch (legend) {
          case BELOW -> LegendPosition.OutsideS;
          case TOP_LEFT -> LegendPosition.InsideNW;
          case TOP_RIGHT -> LegendPosition.InsideNE;
          case BOTTOM_LEFT -> LegendPosition.InsideSW;
          case BOTTOM_RIGHT -> LegendPosition.InsideSE;
          case RIGHT, NONE -> LegendPosition.OutsideE;
        });
  }

  /**
   * The picture of an XChart chart below its title. XChart centres a title on the plot, where a
   * long one runs out of the picture; ours is centred on the picture and made to fit.
   */
  static Figure figure(
      String title, List<String> labels, int width, int height, Chart<?, ?> chart) {
    int band = title.isEmpty() ? 0 : TITLE_BAND;
    return new Figure(
        title,
        labels,
        width,
        height,
        g -> {
          title(g, title, width);
          AffineTransform origin = g.getTransform();
          g.translate(0, band);
          chart.paint(g, width, height - band);
          g.setTransform(origin);
        });
  }

  /** Draws the title into the white band at the top. */
  static void title(Graphics2D g, String title, int width) {
    g.setColor(Color.WHITE);
    g.fill(new Rectangle2D.Double(0, 0, width, TITLE_BAND));
    g.setColor(INK);
    text(g, title, fitting(title, TITLE, width - 24), width / 2.0, 29, 0.5);
  }

  /** The font, made smaller if the text would not fit into the width. */
  static Font fitting(String text, Font font, double width) {
    double needed = width(text, font);
    return needed <= width ? font : font.deriveFont((float) (font.getSize2D() * width / needed));
  }

  static double width(String text, Font font) {
    return text.isEmpty() ? 0 : new TextLayout(text, font, EXACT).getAdvance();
  }

  /**
   * A number for a tick: as short as six significant digits allow, with a point in every locale.
   */
  static String number(double value) {
    if (value == 0) {
      return "0";
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros();
    double size = Math.abs(value);
    String text =
        size < 1e-4 || size >= 1e7
            ? rounded.toString().replace("E+", "e").replace('E', 'e')
            : rounded.toPlainString();
    return text.replace('-', MINUS);
  }

  /**
   * Draws text as outlines with its baseline at y.
   *
   * @param align 0 for text that starts at x, 0.5 for centred, 1 for text that ends at x
   */
  static void text(Graphics2D g, String text, Font font, double x, double y, double align) {
    if (text.isEmpty()) {
      return;
    }
    var at = AffineTransform.getTranslateInstance(x - align * width(text, font), y);
    g.fill(new TextLayout(text, font, EXACT).getOutline(at));
  }

  /** Draws text upwards, centred on y, with its baseline at x. */
  static void textUpwards(Graphics2D g, String text, Font font, double x, double y) {
    if (text.isEmpty()) {
      return;
    }
    var at = AffineTransform.getTranslateInstance(x, y + width(text, font) / 2);
    at.rotate(-Math.PI / 2);
    g.fill(new TextLayout(text, font, EXACT).getOutline(at));
  }
}
