/**
 * Studies: a configuration and seeds in, a tidy table out.
 *
 * <p>{@link dyingrelu.study.MnistStudy} trains the networks of the published MNIST study side by
 * side and takes a census of them after each epoch.
 */
package dyingrelu.study;
