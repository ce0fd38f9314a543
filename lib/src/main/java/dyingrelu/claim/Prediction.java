package dyingrelu.claim;

/**
 * What a claim says about one number.
 *
 * @param id a word or two that tell it from the claim's other predictions, such as "layer 4"
 * @param claim the claim's id
 * @param quantity what is measured
 * @param conditions where: which task, depth, rate, inputs
 * @param region where the claim says that it lies
 * @param unit of the quantity and the region, such as "%"; may be empty
 */
public record Prediction(
    String id, String claim, String quantity, String conditions, Region region, String unit) {}
