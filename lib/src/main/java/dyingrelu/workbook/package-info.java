/**
 * The one command behind {@code mvn -Prun}, {@code -Plab}, {@code -Pstudy} and {@code -Pbench}.
 *
 * <p>{@link dyingrelu.workbook.Workbook} reads the command line and hands the work to processes of
 * their own ({@link dyingrelu.workbook.Children}): the resource {@code book.py}, which executes the
 * notebooks and writes their pages on the Python of {@link dyingrelu.workbook.Jupyter}, or a JVM.
 * Whatever goes wrong reaches the reader as one sentence, the message of an {@code
 * IllegalStateException}.
 *
 * <p>The whole way, from every notebook's first cell to its last card, is run by this command.
 */
package dyingrelu.workbook;
