package dyingrelu.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimsTest {
  private static final String CLAIM =
      "few-die,D,the table,\"Few, if any, units <die>.\",C001 C002,,\n";
  private static final String PREDICTIONS =
      "all,few-die,dead units,rate 1,< 5,%\nlayer 1,few-die,dead units,layer 1,= 0,\n";

  @TempDir private Path folder;

  private Claims read(String claims, String predictions) throws IOException {
    Path claimFile = folder.resolve("claims.csv");
    Path predictionFile = folder.resolve("predictions.csv");
    Files.writeString(claimFile, "id,documents,place,claim,covers,answer,one_is_enough\n" + claims);
    Files.writeString(predictionFile, "id,claim,quantity,conditions,region,unit\n" + predictions);
    return Claims.read(claimFile.toFile(), predictionFile.toFile());
  }

  @Test
  void theCommittedFilesAreSound() {
    assertThat(Claims.load().all())
        .extracting(Claim::id)
        .contains("census-wiped-out", "mnist-deepest-layer", "bias-drift");
  }

  @Test
  void anUnknownClaimIsAnsweredWithTheNearest() {
    Claims claims = Claims.load();

    assertThatThrownBy(() -> claims.judge("mnist-deepest-layers", Measurement.exact(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "There is no claim 'mnist-deepest-layers' in data/claims.csv; the nearest ids are"
                + " mnist-deepest-layer, ");
  }

  @Test
  void theNumberOfMeasurementsIsChecked() throws IOException {
    Claims claims = read(CLAIM, PREDICTIONS);

    assertThatThrownBy(() -> claims.judge("few-die", Measurement.exact(1)))
        .hasMessage(
            "Claim 'few-die' has 2 predictions (all; layer 1) and was given 1 measurements: give"
                + " one for each, in this order.");
  }

  @Test
  void whatContradictsItselfIsRefused() {
    assertThatThrownBy(() -> read(CLAIM + CLAIM, PREDICTIONS))
        .hasMessage("Two claims have the id 'few-die': give each its own.");
    assertThatThrownBy(() -> read(CLAIM.replace(",D,", ",F,"), PREDICTIONS))
        .hasMessage(
            "Claim 'few-die' names the documents 'F': give letters from A to E, such as D or A, D.");
    assertThatThrownBy(() -> read(CLAIM, PREDICTIONS + PREDICTIONS))
        .hasMessage("Two predictions of claim 'few-die' have the same id: give each its own.");
    assertThatThrownBy(() -> read(CLAIM, ""))
        .hasMessage(
            "Claim 'few-die' needs either a row in data/predictions.csv or an answer in"
                + " data/claims.csv, and not both.");
    assertThatThrownBy(() -> read(CLAIM, PREDICTIONS.replace("few-die", "few-dye")))
        .hasMessageContaining("Claim 'few-die' needs either a row");
    assertThatThrownBy(() -> read(CLAIM, PREDICTIONS + PREDICTIONS.replace("few-die", "few-dye")))
        .hasMessage("There is no claim 'few-dye' in data/claims.csv; the nearest ids are few-die.");
    assertThatThrownBy(() -> read(CLAIM, PREDICTIONS.replace("< 5", "few")))
        .hasMessageStartingWith("The region 'few' cannot be read: write > 0");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, ✔ holds",
    "1, 1, ◐ holds in part: all",
    "9, 0, ◐ holds in part: layer 1",
    "9, 1, ✘ refuted"
  })
  void theVerdictOnAClaimNamesWhatHolds(double all, double first, String words) throws IOException {
    Judgement judgement =
        read(CLAIM, PREDICTIONS).judge("few-die", Measurement.exact(all), Measurement.exact(first));

    assertThat(judgement.words()).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, ✔ holds: all", "9, 0, ✔ holds: layer 1", "9, 1, ✘ refuted", "1, 0, ✔ holds"})
  void oneCaseIsEnoughForWhatCanHappen(double all, double first, String words) throws IOException {
    Claims claims = read(CLAIM.replace(",,\n", ",,yes\n"), PREDICTIONS);
    assertThat(claims.judge("few-die", Measurement.exact(all), Measurement.exact(first)).words())
        .isEqualTo(words);
  }

  @Test
  void whereNothingHoldsAndOneIsOpenNothingIsDecided() throws IOException {
    Judgement judgement =
        read(CLAIM, PREDICTIONS).judge("few-die", Measurement.mean(9), Measurement.exact(1));

    assertThat(judgement.verdicts()).containsExactly(Verdict.NOT_DECIDED, Verdict.REFUTED);
    assertThat(judgement.verdict()).isEqualTo(Verdict.NOT_DECIDED);
  }

  @Test
  void theCardShowsClaimPredictionAndMeasurement() throws IOException {
    Judgement judgement =
        read(CLAIM, PREDICTIONS).judge("few-die", Measurement.exact(1), Measurement.exact(1));

    assertThat(judgement.html())
        .contains("◐ holds in part: all</b> · document D, the table</p>")
        .contains("<p>Few, if any, units &lt;die&gt;.</p>")
        .contains(">rate 1</td>", ">&lt; 5 %</td>", ">1 (exact)</td>", ">✘ refuted</td>");
    assertThat(judgement)
        .hasToString(
            """
            ◐ holds in part: all: Few, if any, units <die>. (document D, the table)
              dead units | rate 1 | < 5 % | 1 (exact) | ✔ holds
              dead units | layer 1 | = 0 | 1 (exact) | ✘ refuted""");
    assertThat(Judgement.table(List.of(judgement)).html())
        .contains(
            ">✔ all: 1 (exact)<br>",
            ">✘ layer 1: 1 (exact)<br>",
            "layer 1; predicted = 0<",
            "◐ holds in part: all");
  }
}
