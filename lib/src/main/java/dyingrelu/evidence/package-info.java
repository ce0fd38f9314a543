/**
 * The programs behind {@code data/results}. Each is a list of experiments and the question that its
 * networks are asked; {@link dyingrelu.evidence.Evidence} lists them all, and runs one by its name.
 *
 * <p>From an experiment to a row:
 *
 * <ol>
 *   <li>a list of {@link dyingrelu.study.Experiment}s says what is trained;
 *   <li>a {@link dyingrelu.study.Question} names the columns of the answer, and the {@link
 *       dyingrelu.study.Trial} that finds it: {@link dyingrelu.study.Trial#COUNTS} for what is
 *       counted after each epoch, or one that looks at the network while it trains;
 *   <li>the {@link dyingrelu.study.Runner} trains and asks, and goes on where it was stopped;
 *   <li>the study keeps the rows, or some of their columns, in its file, and its provenance beside
 *       it.
 * </ol>
 *
 * <p>To add a study, write its list and its question, and a line in {@code Evidence}. What is not
 * trained, such as the synthetic census, makes its table itself.
 *
 * <p>Nothing in the library depends on this package but the command that runs it; notebooks read
 * the files, and call {@link dyingrelu.evidence.BiasDrift} and {@link dyingrelu.evidence.Capacity}
 * to repeat one network live.
 */
package dyingrelu.evidence;
