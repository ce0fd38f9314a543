/**
 * Models small enough that all they do can be drawn: the {@linkplain dyingrelu.toy.Landscape
 * landscape} of one unit's loss, the {@linkplain dyingrelu.toy.GradientDecay way of an error}
 * through a deep untrained network, and {@linkplain dyingrelu.toy.EquationFit a sine} that is
 * learned from what its derivatives say. They stand beside the way from experiment to verdict:
 * notebooks call them live.
 */
package dyingrelu.toy;
