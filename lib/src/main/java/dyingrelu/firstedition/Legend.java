package dyingrelu.firstedition;

/** Where a chart's legend stands. */
public enum Legend {
  /** To the right of the plot. */
  RIGHT,
  /** Below the plot, in one line: for few and short names. */
  BELOW,
  /** Inside the plot. */
  TOP_LEFT,
  /** Inside the plot. */
  TOP_RIGHT,
  /** Inside the plot. */
  BOTTOM_LEFT,
  /** Inside the plot. */
  BOTTOM_RIGHT,
  /** No legend. */
  NONE
}
