package dyingrelu.firstedition;

import static dyingrelu.figure.Theme.*;

import dyingrelu.figure.Figure;
import dyingrelu.figure.Theme;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.AffineTransform;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;

/** The workbook's look for charts whose axes XChart draws. */
final class ChartTheme {
  private ChartTheme() {}

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
    Figure figure =
        new Figure(
            title,
            width,
            height,
            g -> {
              AffineTransform origin = g.getTransform();
              g.translate(0, band);
              chart.paint(g, width, height - band);
              g.setTransform(origin);
              title(g, title, width);
            });
    // XChart draws its labels as outlines, so the description does not find them.
    return figure.alt(String.join("; ", labels));
  }
}
