/**
 * Figures in one theme: lines with bands, bars and heat maps, as SVG for notebooks and PNG for
 * slides.
 *
 * <p>Axes, ticks, legends and bars come from XChart; SVG is written by VectorGraphics2D. All text
 * is drawn as outlines, so a figure looks the same in every browser, whatever fonts it has. The
 * title, the axis labels and the legend are repeated as text in the SVG's description for screen
 * readers and searches.
 */
package dyingrelu.figure;
