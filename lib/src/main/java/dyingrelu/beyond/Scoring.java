package dyingrelu.beyond;

/** What gives tokens scores, and learns. */
interface Scoring {
  /**
   * A score for each token.
   *
   * @param tokens query and key of each
   * @param count how many tokens
   */
  float[] scores(float[] tokens, int count);

  /** Takes a step against ∂loss/∂score of the last tokens. */
  void learn(float[] errors);
}
