package dyingrelu.claim;

import java.util.List;
import java.util.Locale;

/** What a measurement says about a prediction, or several say about a claim. */
public enum Verdict {
  /** The whole interval lies inside the region; of a claim: all its predictions hold. */
  HOLDS('✔', "#00795a"),
  /** Of a claim only: at least one prediction holds and at least one does not. */
  HOLDS_IN_PART('◐', "#0072b2"),
  /** The interval lies across an edge of the region; of a claim: none holds, not all refuted. */
  NOT_DECIDED('?', "#767676"),
  /** The whole interval lies outside the region; of a claim: all its predictions are refuted. */
  REFUTED('✘', "#c04000");

  /** Tells the verdicts apart without their colours. */
  final char mark;

  /** For HTML, readable on white and on black. */
  final String colour;

  Verdict(char mark, String colour) {
    this.mark = mark;
    this.colour = colour;
  }

  /** The verdict on one prediction. */
  public static Verdict of(Region region, Measurement measured) {
    if (region.contains(measured.low(), measured.high())) {
      return HOLDS;
    }
    return region.excludes(measured.low(), measured.high()) ? REFUTED : NOT_DECIDED;
  }

  /**
   * The verdict on a claim.
   *
   * @param predictions the verdicts on its predictions, at least one
   * @param oneIsEnough see {@link Claim}
   */
  static Verdict of(List<Verdict> predictions, boolean oneIsEnough) {
    if (predictions.contains(HOLDS)) {
      return oneIsEnough || predictions.stream().allMatch(HOLDS::equals) ? HOLDS : HOLDS_IN_PART;
    }
    return predictions.stream().allMatch(REFUTED::equals) ? REFUTED : NOT_DECIDED;
  }

  /** In words, such as "holds in part". */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
