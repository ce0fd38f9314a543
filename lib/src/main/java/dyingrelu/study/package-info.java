/**
 * From a question to a table; the middle of the way <em>experiment → runner → table → plot →
 * verdict</em>.
 *
 * <p>An {@link dyingrelu.study.Experiment} is a record of all that decides what comes of a network.
 * {@link dyingrelu.study.Studies} are lists of them. One {@link dyingrelu.study.Runner} works
 * through a list, on {@linkplain dyingrelu.study.LocalThreads this machine's threads} or another
 * {@link dyingrelu.study.Backend}; its {@link dyingrelu.study.Worklist}, which other systems than
 * networks use too, goes on where it was stopped. It makes a {@link dyingrelu.study.Trial} of each
 * experiment, which trains the network and counts it after each epoch, and gathers the table that
 * {@link dyingrelu.study.Results} describes: one row per network, epoch and layer. {@link
 * dyingrelu.study.Fates} follows single units through it.
 *
 * <p>Who wants to know something else writes a {@link dyingrelu.study.Question}: its columns, and a
 * trial of its own. The studies behind {@code data/results} do so, in {@code dyingrelu.evidence}.
 *
 * <p>From here a table goes to {@link dyingrelu.figure.Plot} and to {@link
 * dyingrelu.claim.Measurement}.
 */
package dyingrelu.study;
