/**
 * The benchmark behind {@code mvn -Pbench}: one epoch of the published network in the library's
 * engine and in its peers, measured side by side in one run.
 *
 * <p>{@link dyingrelu.bench.Benchmark} starts every peer as a process of its own ({@link
 * dyingrelu.bench.JavaPeer}, or a script in {@code lib/src/bench/python}), asks them in turn by
 * lines of text, and writes what they answer as a table ({@link dyingrelu.bench.Report}) and a
 * figure. {@link dyingrelu.bench.Kernels} times the engine's inner loops with JMH.
 */
package dyingrelu.bench;
