/**
 * Counting: which units of a network are silent, dead, dormant or saturated on a set of inputs.
 *
 * <p>On the way to a verdict this is the measuring device: the runner calls {@link
 * dyingrelu.census.LayerCensus#take} after each epoch. {@link dyingrelu.census.Monitor} counts in
 * networks of others, {@link dyingrelu.census.SyntheticCensus} in networks that nobody trained.
 */
package dyingrelu.census;
