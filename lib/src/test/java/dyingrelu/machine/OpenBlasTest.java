package dyingrelu.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class OpenBlasTest {
  @Test
  void theWidestVectorsTheProcessorHasAreUsed() {
    String avx2 = "flags\t\t: fpu sse sse2 avx fma avx2";
    assertThat(OpenBlas.coreType(avx2 + " avx512f avx512dq avx512cd avx512bw avx512vl"))
        .contains("SkylakeX");
    assertThat(OpenBlas.coreType(avx2 + " avx512f")).contains("Haswell");
    assertThat(OpenBlas.coreType(avx2)).contains("Haswell");
    assertThat(OpenBlas.coreType("flags : fpu sse sse2 avx")).isEmpty();
  }

  @Test
  void aMachineThatDoesNotTellIsNoFault() {
    assertThatCode(OpenBlas::coreType).doesNotThrowAnyException();
  }
}
