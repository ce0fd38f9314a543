/**
 * The commands behind {@code mvn -Prun} and {@code mvn -Plab}: prepare Jupyter with a Java kernel,
 * execute the notebooks and write the book.
 *
 * <p>{@link dyingrelu.workbook.Book} reads the command line, {@link
 * dyingrelu.workbook.JupyterEnvironment} finds the Python that runs Jupyter or makes one ({@link
 * dyingrelu.workbook.PythonEnvironment}), and the resource {@code book.py} executes the notebooks
 * and writes the pages. Whatever goes wrong reaches the reader as the one sentence of a {@link
 * dyingrelu.workbook.Failure}.
 */
package dyingrelu.workbook;
