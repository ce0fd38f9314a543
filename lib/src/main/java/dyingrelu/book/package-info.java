/**
 * The commands behind {@code mvn -Prun} and {@code mvn -Plab}: prepare Jupyter with a Java kernel,
 * execute the notebooks and write the book.
 *
 * <p>{@link dyingrelu.book.Book} reads the command line, {@link dyingrelu.book.JupyterEnvironment}
 * finds the Python that runs Jupyter or makes one ({@link dyingrelu.book.PythonEnvironment}), and
 * the resource {@code book.py} executes the notebooks and writes the pages. Whatever goes wrong
 * reaches the reader as the one sentence of a {@link dyingrelu.book.Failure}.
 */
package dyingrelu.book;
