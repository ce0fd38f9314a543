/**
 * One rule for verdicts. A {@link dyingrelu.claim.Claim} of one of the documents has {@link
 * dyingrelu.claim.Prediction}s, each a quantity with the {@link dyingrelu.claim.Region} it should
 * lie in. A {@link dyingrelu.claim.Measurement} is a value with its interval. Whether the interval
 * lies inside the region, outside it or across its edge is the {@link dyingrelu.claim.Verdict};
 * nobody types it.
 *
 * <pre>{@code
 * var last = Samples.rows(study, "activation", "relu", "epoch", 12, "layer", 5);
 * Claims.load().judge("mnist-deepest-layer",
 *     Measurement.mean(last, "silent_on_probe_pct"), Measurement.mean(last, "dead_pct"))
 * }</pre>
 *
 * <p>This is the end of the way: a table of results becomes measurements, and they decide.
 */
package dyingrelu.claim;
