/**
 * Fully connected networks and their training.
 *
 * <p>Parameters, gradients, inputs and layer outputs are row-major float matrices off the heap, in
 * ND4J arrays; all products between them are single calls of the OpenBLAS that ND4J brings. What
 * lies between two products (bias, activation, slope, optimiser) is one fused loop over a {@code
 * float[]} small enough for the processor's cache: copying there and back costs a hundredth of the
 * product, while ND4J's own element-wise operations would cost more than the product itself.
 *
 * <p>Second step of the way to a verdict: {@link dyingrelu.network.Architecture} and {@link
 * dyingrelu.network.Recipe} are half of an experiment, and {@link dyingrelu.network.Training#epoch}
 * is the training loop under every study.
 */
package dyingrelu.network;
