/**
 * This machine: the folders of the checkout, files written whole or not at all, the BLAS kernels
 * that suit the processor, and the provenance of a result.
 *
 * <p>Every other package may stand on this one; it stands on none of them.
 */
package dyingrelu.machine;
