/**
 * Studies: a configuration and seeds in, a tidy table out.
 *
 * <p>{@link dyingrelu.study.MnistStudy} trains the networks of the published MNIST study side by
 * side and takes a census of them after each epoch. {@link dyingrelu.study.PhaseDiagram} sweeps
 * learning rates, depths and initialisers, one network for each cell; {@link
 * dyingrelu.study.CureStudy} tries cures. {@link dyingrelu.study.GradientDecay} follows an error
 * through the layers of a network, and {@link dyingrelu.firstedition.EquationFit} fits a
 * differential equation with one. {@link dyingrelu.machine.Provenance} says beside a file of
 * results what made it.
 */
package dyingrelu.study;
