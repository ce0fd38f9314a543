package dyingrelu.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dyingrelu.machine.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

class LedgerTest {
  private static final Claims CLAIMS = Claims.load();

  private static Judgement judgement(double value) {
    Claim claim =
        CLAIMS.all().stream().filter(it -> it.predictions().size() == 1).findFirst().orElseThrow();
    return CLAIMS.judge(
        claim.id(), new Measurement(value, value - 0.5, value + 0.5, 3, "mean of 'a' < b"));
  }

  private static Table measured(Path folder, Judgement... cards) throws IOException {
    for (int i = 0; i < cards.length; i++) {
      Files.writeString(
          folder.resolve("0" + i + "-some.ipynb"),
          "\"# 04 · Title\\n\",\"## 2 · A section\\n\"," + cards[i].html());
    }
    return Ledger.measurements(folder);
  }

  @Test
  void whatACardSaysComesBackFromItsNotebook(@TempDir Path folder) throws IOException {
    Judgement card = judgement(12.25);
    Ledger ledger = Ledger.of(CLAIMS, measured(folder, card));
    Ledger.Entry entry =
        ledger.entries().stream()
            .filter(it -> it.judgement().isPresent())
            .findFirst()
            .orElseThrow();
    assertThat(entry.judgement()).contains(card);
    assertThat(entry.section()).isEqualTo("00-some, 2 · A section");
    assertThat(ledger.html()).contains("12.3 (11.8 to 12.8;");
    assertThat(entry.verdict()).isEqualTo(card.verdict().toString());
  }

  @Test
  void soDoesWhatATableOfSeveralSays(@TempDir Path folder) throws IOException {
    Judgement card = judgement(12.25);
    Files.writeString(folder.resolve("00-some.ipynb"), Judgement.table(List.of(card)).html());
    assertThat(Ledger.of(CLAIMS, Ledger.measurements(folder)).with(card.verdict().toString()))
        .extracting(it -> it.entries().get(0).judgement().orElseThrow())
        .isEqualTo(card);
  }

  @Test
  void aChangedMeasurementTurnsTheVerdict() {
    Claim claim =
        CLAIMS.all().stream()
            .filter(it -> it.predictions().size() == 1)
            .filter(it -> Double.isInfinite(it.predictions().get(0).region().high()))
            .findFirst()
            .orElseThrow();
    double edge = claim.predictions().get(0).region().low();
    assertThat(List.of(edge + 1, edge - 1, edge))
        .extracting(
            value ->
                CLAIMS
                    .judge(claim.id(), new Measurement(value, value - 0.5, value + 0.5, 3, ""))
                    .verdict())
        .containsExactly(Verdict.HOLDS, Verdict.REFUTED, Verdict.NOT_DECIDED);
  }

  @Test
  void ofTwoCardsOfAClaimTheFirstCounts(@TempDir Path folder) throws IOException {
    Table both = measured(folder, judgement(1), judgement(2));
    assertThat(both.rowCount()).isEqualTo(1);
    assertThat(both.row(0).getString("value")).isEqualTo("1.0");
  }

  @Test
  void aPredictionThatIsNotMeasuredIsRefused(@TempDir Path folder) throws IOException {
    Table measurements = measured(folder, judgement(1));
    measurements.stringColumn("prediction").set(0, "another");
    assertThatThrownBy(() -> Ledger.of(CLAIMS, measurements))
        .hasMessageContaining("and measurements.csv has [another]: run its notebook with -Dsave");
  }

  @Test
  void whatMostDocumentsSayComesFirst() {
    List<Claim> claims =
        Ledger.load().mostSaid().entries().stream().map(Ledger.Entry::claim).toList();
    assertThat(claims).hasSameSizeAs(CLAIMS.all());
    assertThat(claims)
        .isSortedAccordingTo(
            Comparator.comparing((Claim it) -> it.documents().split(", ").length)
                .thenComparing(it -> it.covers().size())
                .reversed());
  }

  @Test
  void theCommittedMeasurementsAreThoseOfTheCommittedCards() throws IOException {
    Table cards = Ledger.measurements(Checkout.root().resolve("notebooks"));
    Table kept = Claims.table(Checkout.results("measurements.csv").toFile());
    assertThat(kept.columnNames()).isEqualTo(cards.columnNames());
    for (String column : cards.columnNames()) {
      assertThat(kept.stringColumn(column).asList())
          .as("rebuild it: mvn -Pstudy -Dname=claims")
          .isEqualTo(cards.stringColumn(column).asList());
    }
  }

  @Test
  void everyStatementOfTheDocumentsIsInTheLedger() {
    TreeSet<String> covered = new TreeSet<>();
    Ledger.load().entries().stream()
        .filter(entry -> !entry.verdict().equals("not measured"))
        .forEach(entry -> covered.addAll(entry.claim().covers()));
    List<String> missing =
        IntStream.rangeClosed(1, 201)
            .mapToObj("C%03d"::formatted)
            .filter(statement -> !covered.contains(statement))
            .toList();
    assertThat(missing)
        .as("statements without a verdict or an answer")
        .hasSizeLessThanOrEqualTo(11);
  }

  @Test
  void theCountsThatNotebook12TypesAreTheLedgers() throws IOException {
    Ledger ledger = Ledger.load();
    String caption =
        "Of %d claims %d hold, %d hold in part, %d are not decided and %d do not hold; %d are answered in words."
            .formatted(
                ledger.entries().size(),
                ledger.with("holds").entries().size(),
                ledger.with("holds in part").entries().size(),
                ledger.with("not decided").entries().size(),
                ledger.with("refuted").entries().size(),
                ledger.with("answered in words").entries().size());
    assertThat(Files.readString(Checkout.root().resolve("notebooks/12-claims.ipynb")))
        .contains(caption);
  }
}
