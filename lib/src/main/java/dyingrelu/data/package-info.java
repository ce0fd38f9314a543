/**
 * The data of the workbook: MNIST from its four IDX files, and drawn digits for machines without
 * MNIST.
 *
 * <p>{@link dyingrelu.data.Mnist#load()} is the way in. It looks in a fixed order of places, checks
 * every file against its published SHA-256 and says in one sentence what is wrong when something
 * is.
 *
 * <p>On the way to a verdict this is what an experiment is shown.
 */
package dyingrelu.data;
