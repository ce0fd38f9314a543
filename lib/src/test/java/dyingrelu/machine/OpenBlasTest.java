package dyingrelu.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.openblas.global.openblas;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

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

  @Test
  void workIsOnOneThreadAndTheThreadsComeBack() throws Exception {
    Nd4j.getBackend();
    int before = openblas.blas_get_num_threads();
    openblas.blas_set_num_threads(3);
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch mayEnd = new CountDownLatch(1);
      Future<Integer> longer =
          OpenBlas.onOneThread(
              () -> {
                Future<Integer> overlapping =
                    other.submit(
                        () ->
                            OpenBlas.onOneThread(
                                () -> {
                                  begun.countDown();
                                  mayEnd.await();
                                  return openblas.blas_get_num_threads();
                                }));
                begun.await();
                return overlapping;
              });
      assertThat(openblas.blas_get_num_threads()).as("one of two has ended").isEqualTo(1);
      mayEnd.countDown();
      assertThat(longer.get()).isEqualTo(1);
      assertThat(openblas.blas_get_num_threads()).isEqualTo(3);
      assertThatThrownBy(
              () ->
                  OpenBlas.onOneThread(
                      () -> {
                        throw new IOException("failed");
                      }))
          .isInstanceOf(IOException.class);
      assertThat(openblas.blas_get_num_threads()).as("after a failure").isEqualTo(3);
    } finally {
      other.shutdownNow();
      openblas.blas_set_num_threads(before);
    }
  }
}
