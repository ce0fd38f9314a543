/**
 * Systems beyond dense classifiers, each as one small experiment that could have come out
 * otherwise: {@link dyingrelu.beyond.Convolution}, {@link dyingrelu.beyond.Pair} (a generator, of
 * points on a {@link dyingrelu.beyond.Ring} or of {@link dyingrelu.beyond.Handwriting}), {@link
 * dyingrelu.beyond.Attention}, {@link dyingrelu.beyond.Contrast} and {@link
 * dyingrelu.beyond.Latents} (a sparse autoencoder). A record holds the settings; its {@code train}
 * trains one system of a seed and gives tidy rows, the same each time. Dead units, channels and
 * latents are counted by {@link dyingrelu.census.LayerCensus#of}.
 *
 * <p>All run on the library's own engine, by {@link dyingrelu.network.Learner}: a convolution is a
 * dense layer that is given patches, an additive scorer one that is given query and key, and what
 * lies between networks (losses, softmax over tokens, cosines) is written out here and held to
 * finite differences in the tests. ND4J's SameDiff would have differentiated it for us. Measured in
 * turns on two busy cores, one thread each, a generator's step through its discriminator (2 → 64 →
 * 64 → 2 each, 128 points) took 17 to 32 ms in SameDiff 1.0.0-M2.1, without an optimiser, and 0.8
 * to 0.9 ms here with one; a step of two convolutions of 8 and 16 channels on 32 digits 49 to 77
 * ms, and 7 to 8 ms here. A ring takes 8,000 such steps, and the study trains 160.
 */
package dyingrelu.beyond;
