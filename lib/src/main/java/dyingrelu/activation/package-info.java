/**
 * Activation functions: what a unit makes of its pre-activation, and the slope that decides whether
 * an error can pass back through it.
 *
 * <p>{@link dyingrelu.activation.Activation} is sealed; its records are all the activations of the
 * workbook.
 *
 * <p>First step of the way to a verdict: what can die at all is decided by the slope.
 */
package dyingrelu.activation;
