/**
 * From tables to pictures in one theme, as SVG for notebooks and PNG for slides: {@link
 * dyingrelu.figure.Plot} for lines, points, bars and intervals, {@link dyingrelu.figure.HeatMap}
 * for matrices, {@link dyingrelu.figure.DecisionChart}, {@link dyingrelu.figure.Animation} of any
 * of them, and {@link dyingrelu.figure.Touch} for those that answer to mouse, finger and keyboard.
 *
 * <p>Axes, ticks and legends are one for all kinds. What lies inside a frame is drawn by XChart;
 * SVG is written by VectorGraphics2D. Text stays text, of the width by which it was placed. The
 * alternative text is the SVG's description for screen readers; without one, its words are.
 *
 * <p>On the way to a verdict this is where a table becomes something to see; {@link
 * dyingrelu.figure.Columns} knows the words, units, order and colours of the tables' columns.
 */
package dyingrelu.figure;
